namespace Cartwright.Http.Tests.Server;

/// <summary>An open stream of server-sent events, read block by block.</summary>
internal sealed class EventStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventStream(HttpClient http, HttpResponseMessage response, Stream body) =>
        (_http, _response, _reader) = (http, response, new StreamReader(body));

    public string? ContentType => _response.Content.Headers.ContentType?.ToString();

    public static async Task<EventStream> OpenAsync(
        Uri server, string order, string? lastId = null, string? authorization = null)
    {
        var http = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/events/{order}");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        if (authorization is not null)
        {
            request.Headers.Add("Authorization", authorization);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
        var stream = new EventStream(http, response, await response.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 1000", await stream.NextAsync());
        return stream;
    }

    /// <summary>The lines up to the next empty one; null at the end of the stream.</summary>
    public async Task<string?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        List<string> lines = [];
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return string.Join('\n', lines);
            }

            lines.Add(line);
        }

        Assert.Empty(lines);
        return null;
    }

    /// <summary>All events up to the end of the stream: each event's id and status.</summary>
    public async Task<string> RestAsync()
    {
        List<string> events = [];
        while (await NextAsync() is { } block)
        {
            events.Add(Shown(block));
        }

        return string.Join(", ", events);
    }

    /// <summary>An event in short: the number of its step, its status, its reason.</summary>
    public static string Shown(string block)
    {
        var lines = block.Split('\n');
        var data = System.Text.Json.JsonDocument.Parse(lines[1]["data: ".Length..]).RootElement;
        var id = lines[0]["id: ".Length..];
        var attempt = data.GetProperty("attempt").GetString() ?? "0";
        Assert.Equal(attempt, id[..id.IndexOf('.', StringComparison.Ordinal)]);
        return $"{id[(attempt.Length + 1)..]} {data.GetProperty("status")} {data.GetProperty("reason")}".TrimEnd();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
        _http.Dispose();
    }
}
