using System.Text;

namespace Cartwright.Faults.Http;

/// <summary>Sends one request after the other over one connection, which it opens anew after it ended.</summary>
internal sealed class Client(Uri url) : IDisposable
{
    private Connection? _connection;

    public Task<Answer> GetAsync(string target) => SendAsync("GET", target);

    public Task<Answer> PostAsync(string target, params (string Name, string Value)[] headers) =>
        SendAsync("POST", target, headers);

    /// <summary>Sends a request without a body.</summary>
    /// <exception cref="LostException">There is no answer.</exception>
    public async Task<Answer> SendAsync(string method, string target, params (string Name, string Value)[] headers)
    {
        var text = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: shop\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append($"{name}: {value}\r\n");
        }

        return await SendRawAsync(text.Append("\r\n").ToString(), hasBody: method != "HEAD");
    }

    /// <summary>Sends a request as it stands.</summary>
    /// <exception cref="LostException">There is no answer.</exception>
    public async Task<Answer> SendRawAsync(string request, bool hasBody = true)
    {
        var connection = _connection ??= await Connection.OpenAsync(url);
        try
        {
            await connection.SendAsync(request);
            var answer = await connection.ReceiveAsync(hasBody);
            if (connection.IsClosing)
            {
                Drop();
            }

            return answer;
        }
        catch
        {
            Drop();
            throw;
        }
    }

    public void Dispose() => Drop();

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
