using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Shop.Wire;

/// <summary>
/// Public events: CloudEvents 1.0 in JSON. Each is whole by itself, and leaves the outbox as it was encoded, whichever
/// version of the program sends it.
/// </summary>
internal static class EventCodec
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int EventBytesUsual = 1024;

    /// <summary>The events of one batch, one by one.</summary>
    public static List<byte[]> EncodeEach(IReadOnlyList<HappenedEvent> events)
    {
        var encoded = new List<byte[]>(events.Count);
        var buffer = new ArrayBufferWriter<byte>(EventBytesUsual);
        using var writer = new Utf8JsonWriter(buffer);
        foreach (var happened in events)
        {
            Write(writer, happened);
            writer.Flush();
            encoded.Add(buffer.WrittenSpan.ToArray());
            buffer.ResetWrittenCount();
            writer.Reset();
        }

        return encoded;
    }

    // Members without a value are left out: an attribute of CloudEvents must not be null.
    private static void Write(Utf8JsonWriter json, HappenedEvent happened)
    {
        var change = (OrderEvent)happened.Event;
        var (id, order) = (change.Id.ToString(), change.Order);
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, change.StepId);
        json.WriteString("source"u8, "urn:cartwright:order"u8);
        json.WriteString("type"u8, $"cartwright.order.{change.Name}");
        json.WriteString("subject"u8, id);
        json.WriteString(
            "time"u8,
            DateTimeOffset.FromUnixTimeMilliseconds(order.UpdatedAt)
                .ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteString("sequence"u8, happened.Sequence);
        if (happened.Traceparent is { } traceparent)
        {
            // CloudEvents' extension for distributed tracing.
            json.WriteString("traceparent"u8, traceparent);
        }

        json.WriteString("datacontenttype"u8, "application/json"u8);
        WriteData(json, id, order);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, string id, Order order)
    {
        json.WriteStartObject("data"u8);
        json.WriteString("order_id"u8, id);
        json.WriteString("user_id"u8, order.User.ToString());
        json.WriteString("attempt"u8, order.Attempt!.Value.ToString());
        json.WriteString("status"u8, EnumText.TextOf(order.Status));
        json.WriteNumber("total_cost"u8, order.Total);
        if (order.Reason is { } reason)
        {
            json.WriteString("reason"u8, reason.ToCode());
        }

        if (order.ReasonItem is { } item)
        {
            json.WriteString("reason_item"u8, item.ToString());
        }

        json.WriteStartArray("lines"u8);
        foreach (var line in order.Lines)
        {
            json.WriteStartObject();
            json.WriteString("item_id"u8, line.Item.ToString());
            json.WriteNumber("quantity"u8, line.Quantity);
            json.WriteNumber("cost"u8, line.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
