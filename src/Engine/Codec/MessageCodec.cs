using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Codec;

/// <summary>A message, or the bytes of one that cannot be read and why.</summary>
internal readonly record struct Decoded(Message? Message, ReadOnlyMemory<byte> Bytes, string? Error)
{
    /// <summary>The W3C trace context beside the message; null where there is none.</summary>
    public string? Traceparent { get; init; }

    /// <summary>Whether it is a whole envelope of another shop.</summary>
    public bool IsForeign { get; init; }
}

/// <summary>A message to another engine, and the W3C trace context that travels beside it, if any.</summary>
internal readonly record struct Outgoing(Message Message, string? Traceparent = null);

/// <summary>
/// Messages as JSON: <c>{"type":"hold-credit.v1","body":{…}}</c>, and the envelope around those of one batch:
/// <c>{"version":1,"shop":"…","messages":[…]}</c>. An unreadable message is handed on in its original form, one by one.
/// A message that is traced has <c>"traceparent":"00-…"</c> after its type; members that a reader does not know are no
/// mistake, so that versions before it read it too.
/// </summary>
internal sealed class MessageCodec(IWireFormat format)
{
    private const int EnvelopeVersion = 1;
    private const int BodyBytesUsual = 256;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>One message.</summary>
    public byte[] Encode(Message message) => EncodeEach([new Outgoing(message)])[0];

    /// <summary>Several messages, one by one.</summary>
    public List<byte[]> EncodeEach(IReadOnlyCollection<Outgoing> messages)
    {
        var bodies = new List<byte[]>(messages.Count);
        var buffer = new ArrayBufferWriter<byte>(BodyBytesUsual);
        using var writer = new Utf8JsonWriter(buffer);
        foreach (var (message, traceparent) in messages)
        {
            var name = format.NameOf(message);
            writer.WriteStartObject();
            writer.WriteString("type"u8, name);
            if (traceparent is not null)
            {
                writer.WriteString("traceparent"u8, traceparent);
            }

            writer.WritePropertyName("body"u8);
            JsonSerializer.Serialize(writer, message, format.Find(name)!);
            writer.WriteEndObject();
            writer.Flush();
            bodies.Add(buffer.WrittenSpan.ToArray());
            buffer.ResetWrittenCount();
            writer.Reset();
        }

        return bodies;
    }

    /// <summary>The envelope around messages that were encoded one by one.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="shop">Their shop; null leaves it out.</param>
    public static byte[] Wrap(IReadOnlyList<byte[]> messages, ShopId? shop = null)
    {
        var buffer = new ArrayBufferWriter<byte>(messages.Sum(message => message.Length + 1) + BodyBytesUsual);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, EnvelopeVersion);
            if (shop is not null)
            {
                writer.WriteString("shop"u8, shop.Text);
            }

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

    /// <summary>
    /// The messages of an envelope; one that cannot be read at all, or is of another shop, comes back as a single
    /// entry.
    /// </summary>
    /// <param name="bytes">The envelope.</param>
    /// <param name="role">The service that reads it.</param>
    /// <param name="shop">The shop that reads it; null takes an envelope of any.</param>
    public List<Decoded> Unwrap(ReadOnlyMemory<byte> bytes, Role role, ShopId? shop = null)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            var root = document.RootElement;
            if (!Member(root, "version"u8).TryGetInt32(out var version) || version != EnvelopeVersion)
            {
                return [new Decoded(null, bytes, $"Not an envelope of version {EnvelopeVersion}.")];
            }

            if (shop is not null && OtherShop(root, shop) is { } other)
            {
                return [new Decoded(null, bytes, $"An envelope of shop {other}, not of {shop}.") { IsForeign = true }];
            }

            var messages = Member(root, "messages"u8);
            return [.. messages.EnumerateArray().Select(element => Read(element, role))];
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return [new Decoded(null, bytes, $"Not an envelope: {unreadable.Message}")];
        }
    }

    /// <summary>One message by itself.</summary>
    public Decoded Decode(ReadOnlyMemory<byte> bytes, Role role)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return Read(document.RootElement, role);
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return new Decoded(null, bytes, $"Not JSON: {unreadable.Message}");
        }
    }

    private Decoded Read(JsonElement element, Role role)
    {
        try
        {
            var name = Member(element, "type"u8).GetString();
            if (format.FindRemote(name) is not { } info)
            {
                return Unreadable(element, $"Unknown type or version '{name}'.");
            }

            if (Member(element, "body"u8).Deserialize(info) is not Message message)
            {
                return Unreadable(element, "The body is null.");
            }

            return message.To == role
                ? new Decoded(message, default, null) { Traceparent = TraceparentOf(element) }
                : Unreadable(element, $"A message for {message.To} in the inbox of {role}.");
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return Unreadable(element, unreadable.Message);
        }
    }

    // Envelopes of versions before 0.2.0 name no shop. Version 0.3.0 is the first that parks them.
    private static ShopId? OtherShop(JsonElement root, ShopId shop)
    {
        if (!root.TryGetProperty("shop"u8, out _))
        {
            return null;
        }

        var found = ShopId.Parse(Member(root, "shop"u8).GetString() ?? string.Empty);
        return found == shop ? null : found;
    }

    // A malformed context counts as none: no checkout depends on it.
    private static string? TraceparentOf(JsonElement element) =>
        element.TryGetProperty("traceparent"u8, out var member)
        && member.ValueKind is JsonValueKind.String
        && member.GetString() is { } text
        && ActivityContext.TryParse(text, null, out _)
            ? text
            : null;

    // A duplicate member has two values; which of them counts is not guessed.
    private static JsonElement Member(JsonElement element, ReadOnlySpan<byte> name)
    {
        JsonElement? found = null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.NameEquals(name))
            {
                found = found is null ? member.Value : throw new JsonException($"'{member.Name}' stands there twice.");
            }
        }

        return found ?? throw new JsonException($"'{Encoding.UTF8.GetString(name)}' is missing.");
    }

    private static bool IsUnreadable(Exception fault) =>
        fault is JsonException or InvalidOperationException or FormatException;

    // The bytes themselves: a text made of them could have lost some that are no text.
    private static Decoded Unreadable(JsonElement element, string error) =>
        new(null, JsonMarshal.GetRawUtf8Value(element).ToArray(), error);
}
