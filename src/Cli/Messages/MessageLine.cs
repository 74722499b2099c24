using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Cli.Messages;

/// <summary>One message of the log as a line for people or for programs.</summary>
/// <param name="Record">The record that it is in.</param>
/// <param name="Message">The message.</param>
internal sealed record MessageLine(LogRecord Record, LoggedMessage Message)
{
    private const int PlaceWidth = 22;
    private const int TypeWidth = 25;
    private const int ErrorCharactersMax = 200;
    private const int BytesShownMax = 120;

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The messages of a record.</summary>
    public static IEnumerable<MessageLine> LinesOf(LogRecord record) =>
        LoggedMessage.MessagesOf(record).Select(message => new MessageLine(record, message));

    /// <summary>The time, the place, the type, the attempt and the order.</summary>
    public string ToText()
    {
        var text = new StringBuilder()
            .Append(TimeText.FormatUtcMs(Record.At))
            .Append("  ")
            .Append($"{Topic} {Record.Partition}@{Record.Offset}".PadRight(PlaceWidth))
            .Append("  ");
        if (Message.Type is not { } type)
        {
            return text.Append("unreadable: ").Append(ShownError()).Append(' ').Append(ShownBytes()).ToString();
        }

        text.Append(PlainText.EscapeControls(type).PadRight(TypeWidth));
        if (Message is { Attempt: { } attempt, Order: { } order })
        {
            text.Append(CultureInfo.InvariantCulture, $"  attempt {attempt.Value}  order {order.Value}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The same as a JSON object, with the message itself.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Topic,
            Record.Partition,
            Record.Offset,
            Record.At,
            Message.Type,
            AttemptId = Message.Attempt?.Value.ToString(CultureInfo.InvariantCulture),
            OrderId = Message.Order?.Value.ToString(CultureInfo.InvariantCulture),
            Message = Message.Type is null ? null : ShownJson.Of(Message.Bytes),
            Message.Error,
            BytesBase64 = Message.Type is null ? Convert.ToBase64String(Message.Bytes.Span) : null,
        },
        _json);

    private string Topic => Record.Inbox is { } inbox ? $"{inbox.Name} inbox" : "events";

    private string ShownError() => Shorten(PlainText.EscapeControls(Message.Error!), ErrorCharactersMax);

    // Every byte that is no letter of plain text is shown as an escape.
    private string ShownBytes()
    {
        var shown = new StringBuilder();
        foreach (var value in Message.Bytes.Span[..Math.Min(Message.Bytes.Length, BytesShownMax)])
        {
            _ = value is >= 0x20 and < 0x7f
                ? shown.Append((char)value)
                : shown.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }

        return Message.Bytes.Length > BytesShownMax
            ? $"{shown}… ({Message.Bytes.Length} bytes)"
            : shown.ToString();
    }

    private static string Shorten(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";
}
