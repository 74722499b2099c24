using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>Writes answers without detours.</summary>
internal static class Json
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>An object whose members the caller writes.</summary>
    public static Task WriteAsync<T>(HttpContext http, T value, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = _writer ??= new Utf8JsonWriter(buffer);
        writer.Reset(buffer);
        writer.WriteStartObject();
        members(writer, value);
        writer.WriteEndObject();
        writer.Flush();
        return SendAsync(http, "application/json", buffer.WrittenMemory);
    }

    /// <summary>A moment, given in milliseconds since 1970, in UTC.</summary>
    public static string TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A line of text.</summary>
    public static Task WriteTextAsync(HttpContext http, string text) =>
        SendAsync(http, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static async Task SendAsync(HttpContext http, string contentType, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body);
    }
}
