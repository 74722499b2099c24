using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// Writes server-sent events. The framework's own result writes events only: a heartbeat would be an event with empty
/// data, which every client receives, instead of a comment.
/// </summary>
internal sealed class ServerSentEvents(HttpResponse response)
{
    private readonly ArrayBufferWriter<byte> _data = new(256);

    /// <summary>Sends the headers, and how long a client that lost the stream waits before it comes again.</summary>
    public async Task BeginStreamAsync(CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await WriteAsync("retry: 1000\n\n"u8, cancellation);
    }

    /// <summary>An event with a JSON object as its data.</summary>
    public async Task SendEventAsync<T>(string id, T value, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        _data.ResetWrittenCount();
        _data.Write(Encoding.UTF8.GetBytes($"id: {id}\ndata: "));
        using (var json = new Utf8JsonWriter(_data))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        _data.Write("\n\n"u8);
        await WriteAsync(_data.WrittenSpan, cancellation);
    }

    /// <summary>A comment: nothing has happened.</summary>
    public Task SendHeartbeatAsync(CancellationToken cancellation) =>
        WriteAsync(": heartbeat\n\n"u8, cancellation).AsTask();

    private ValueTask<System.IO.Pipelines.FlushResult> WriteAsync(
        ReadOnlySpan<byte> text, CancellationToken cancellation)
    {
        response.BodyWriter.Write(text);
        return response.BodyWriter.FlushAsync(cancellation);
    }
}
