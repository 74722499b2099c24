using System.Buffers;
using System.Text;
using System.Text.Json;
using Cartwright.Domain;

namespace Cartwright.Engine.Codec;

/// <summary>A message, or the bytes of one that cannot be read and why.</summary>
internal readonly record struct Decoded(Message? Message, ReadOnlyMemory<byte> Bytes, string? Error);

/// <summary>
/// Messages as JSON: <c>{"type":"hold-credit.v1","body":{…}}</c>, and the envelope around those of one batch:
/// <c>{"version":1,"messages":[…]}</c>. What cannot be read is handed on as it came, message by message.
/// </summary>
internal static class MessageCodec
{
    private const int EnvelopeVersion = 1;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>One message.</summary>
    public static byte[] Encode(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, WireNames.Of(message));
            writer.WritePropertyName("body"u8);
            JsonSerializer.Serialize(writer, message, WireNames.Find(WireNames.Of(message))!);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The envelope around messages that were encoded one by one.</summary>
    public static byte[] Wrap(IReadOnlyList<byte[]> messages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, EnvelopeVersion);
            writer.WriteStartArray("messages"u8);
            foreach (var message in messages)
            {
                writer.WriteRawValue(message, skipInputValidation: true);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The messages of an envelope; one that cannot be read at all comes back as a single entry.</summary>
    public static List<Decoded> Unwrap(ReadOnlyMemory<byte> bytes, Role role)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("version"u8, out var version)
                || !version.TryGetInt32(out var number)
                || number != EnvelopeVersion
                || !root.TryGetProperty("messages"u8, out var messages)
                || messages.ValueKind != JsonValueKind.Array)
            {
                return [new Decoded(null, bytes, $"Not an envelope of version {EnvelopeVersion}.")];
            }

            return [.. messages.EnumerateArray().Select(element => Read(element, role))];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return [new Decoded(null, bytes, $"Not JSON: {unreadable.Message}")];
        }
    }

    /// <summary>One message by itself.</summary>
    public static Decoded Decode(ReadOnlyMemory<byte> bytes, Role role)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return Read(document.RootElement, role);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return new Decoded(null, bytes, $"Not JSON: {unreadable.Message}");
        }
    }

    private static Decoded Read(JsonElement element, Role role)
    {
        try
        {
            var name = element.GetProperty("type"u8).GetString();
            if (WireNames.Find(name) is not { } info || !info.Type.IsSubclassOf(typeof(Message)))
            {
                return Unreadable(element, $"Unknown type or version '{name}'.");
            }

            var message = (Message)element.GetProperty("body"u8).Deserialize(info)!;
            return message.To == role
                ? new Decoded(message, default, null)
                : Unreadable(element, $"A message for {message.To} in the inbox of {role}.");
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Unreadable(element, unreadable.Message);
        }
    }

    private static Decoded Unreadable(JsonElement element, string error) =>
        new(null, Encoding.UTF8.GetBytes(element.GetRawText()), error);
}
