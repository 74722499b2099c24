using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;

namespace Cartwright.Shop.Wire;

/// <summary>A message or a public event in the log, for a reader that does not execute it.</summary>
/// <param name="Type">Its type, with the version; null where it cannot be read.</param>
/// <param name="Attempt">The attempt that it is about; null where it is about none.</param>
/// <param name="Order">The order that it is about; null where it is about none.</param>
/// <param name="Bytes">Its JSON; of an unreadable message its original bytes.</param>
/// <param name="Error">Why it cannot be read; null otherwise.</param>
public sealed record LoggedMessage(
    string? Type, AttemptId? Attempt, OrderId? Order, ReadOnlyMemory<byte> Bytes, string? Error)
{
    private static readonly EnvelopeMessages _envelopes = new(ShopWire.Format);

    /// <summary>The messages of a record: several of an inbox, and one event.</summary>
    public static IReadOnlyList<LoggedMessage> MessagesOf(LogRecord record) => record.Inbox is { } inbox
        ? [.. _envelopes.ReadAll(record.Bytes, inbox).Select(MessageOf)]
        : [EventOf(record.Bytes)];

    private static LoggedMessage MessageOf(EnvelopeMessage read)
    {
        if (read.Message is not { } message)
        {
            return new LoggedMessage(null, null, null, read.Bytes, read.Error);
        }

        var attempt = (message as IAttemptMessage)?.Attempt;
        return new LoggedMessage(WireNames.NameOf(message), attempt?.Id, attempt?.Order, read.Bytes, null);
    }

    private static LoggedMessage EventOf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var data = json.RootElement.GetProperty("data"u8);
            return new LoggedMessage(
                json.RootElement.GetProperty("type"u8).GetString(),
                new AttemptId(NumberIn(data, "attempt"u8)),
                new OrderId(NumberIn(data, "order_id"u8)),
                bytes,
                null);
        }
        catch (Exception strange) when (strange is JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or OverflowException)
        {
            return new LoggedMessage(null, null, null, bytes, $"Not a public event: {strange.Message}");
        }
    }

    private static long NumberIn(JsonElement data, ReadOnlySpan<byte> name) => long.Parse(
        data.GetProperty(name).GetString() ?? string.Empty, System.Globalization.CultureInfo.InvariantCulture);
}
