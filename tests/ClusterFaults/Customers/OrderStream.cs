using System.Text.Json;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>An open stream of one order's events.</summary>
internal sealed class OrderStream : IDisposable
{
    private readonly HttpClient _client;
    private readonly StreamReader _reader;

    private OrderStream(HttpClient client, Stream body) => (_client, _reader) = (client, new StreamReader(body));

    public static async Task<OrderStream> OpenAsync(Uri server, string order)
    {
        var client = new HttpClient { BaseAddress = server };
        return new OrderStream(client, await client.GetStreamAsync($"/orders/events/{order}"));
    }

    /// <summary>The next status; null at the end of the stream. Fails if there is none in time.</summary>
    public async Task<string?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("status").GetString();
            }
        }

        return null;
    }

    /// <summary>All statuses up to the end of the stream.</summary>
    public async Task<string> RestAsync()
    {
        List<string> statuses = [];
        while (await NextAsync() is { } status)
        {
            statuses.Add(status);
        }

        return string.Join(' ', statuses);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
