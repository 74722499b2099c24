using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>Writes answers without detours.</summary>
internal static class Json
{
    private const string ContentType = "application/json";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>A value as JSON.</summary>
    public static Task WriteJsonAsync<T>(
        HttpContext http, T value, JsonTypeInfo<T> type, string contentType = ContentType)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var writer = _writer ??= new Utf8JsonWriter(buffer);
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        return SendBodyAsync(http, contentType, buffer.WrittenMemory);
    }

    /// <summary>A value as JSON, about something that was made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="made">Its number, for the audit log, as <c>user_id=7</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">How it is written.</param>
    public static Task WriteMadeAsync<T>(HttpContext http, string made, T value, JsonTypeInfo<T> type)
    {
        AuditedRequest.Of(http).Made = made;
        return WriteJsonAsync(http, value, type);
    }

    /// <summary>A line of text, or a value as JSON where the client prefers that.</summary>
    public static Task WriteTextOrJsonAsync<T>(HttpContext http, string text, T value, JsonTypeInfo<T> type) =>
        AnswerForm.PrefersJson(http.Request) ? WriteJsonAsync(http, value, type) : WriteTextAsync(http, text);

    /// <summary>A moment, given in milliseconds since 1970, in UTC.</summary>
    public static string TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A line of text.</summary>
    public static Task WriteTextAsync(HttpContext http, string text) =>
        SendBodyAsync(http, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static async Task SendBodyAsync(HttpContext http, string contentType, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.BodyWriter.WriteAsync(body);
        }
    }
}
