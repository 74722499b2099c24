using System.Text;
using System.Text.Json;
using Cartwright.Cli.Messages;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Messages;

/// <summary>Records of the log as lines: one for each message.</summary>
public sealed class MessageLineTests
{
    private const string Attempt = """{"id":100,"order":5,"user":7,"amount":60,"replyTo":2}""";

    [Fact]
    public void An_envelope_has_a_line_for_each_message()
    {
        var lines = LinesOf(Role.Stock, """
            {"version":1,"messages":[
            {"type":"take-stock.v1","body":{"attempt":ATTEMPT,"lines":[{"item":10,"quantity":2}]}},
            {"type":"quote-price.v1","body":{"item":10,"request":9,"replyTo":2}}]}
            """);
        Assert.Equal(
            [
                "2001-09-09 01:46:40.012Z  stock inbox 3@118       take-stock.v1              attempt 100  order 5",
                "2001-09-09 01:46:40.012Z  stock inbox 3@118       quote-price.v1",
            ],
            lines.Select(line => line.ToText()));
        using var json = JsonDocument.Parse(lines[0].ToJson());
        var root = json.RootElement;
        Assert.Equal(
            ("stock inbox", 3, 118L, "take-stock.v1", "100", "5"),
            (root.GetProperty("topic").GetString(), root.GetProperty("partition").GetInt32(),
                root.GetProperty("offset").GetInt64(), root.GetProperty("type").GetString(),
                root.GetProperty("attempt_id").GetString(), root.GetProperty("order_id").GetString()));
        var line = root.GetProperty("message").GetProperty("body").GetProperty("lines")[0];
        Assert.Equal(2, line.GetProperty("quantity").GetInt32());
    }

    // A program that reads numbers as doubles would show 113246208000000001 as another order.
    [Fact]
    public void Ids_in_a_message_are_texts()
    {
        var lines = LinesOf(Role.Stock, """
            {"version":1,"messages":[
            {"type":"take-stock.v1","body":{
            "attempt":{"id":113246208000000003,"order":113246208000000001,"user":7,"amount":60,"replyTo":2},
            "lines":[{"item":113246208000000005,"quantity":2}]}},
            {"type":"quote-price.v1","body":{"item":10,"request":9,"replyTo":2}}]}
            """);
        Assert.Contains(
            """{"id":"113246208000000003","order":"113246208000000001","user":"7","amount":60,"replyTo":2}""",
            lines[0].ToJson(),
            StringComparison.Ordinal);
        Assert.Contains(
            """[{"item":"113246208000000005","quantity":2}]""", lines[0].ToJson(), StringComparison.Ordinal);
        Assert.Contains("""{"item":"10","request":"9","replyTo":2}""", lines[1].ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "\"9007199254740993\"")]
    [InlineData("-9007199254740993", "\"-9007199254740993\"")]
    [InlineData("\"9007199254740993\"", "\"9007199254740993\"")]
    [InlineData("1.5", "1.5")]
    public void A_number_that_a_double_lacks_is_a_text(string number, string shown) => Assert.Equal(
        $"{{\"seed\":{shown}}}", ShownJson.Of(Encoding.UTF8.GetBytes($"{{\"seed\":{number}}}"))!.ToJsonString());

    [Fact]
    public void An_event_names_its_order_and_attempt()
    {
        var line = Assert.Single(LinesOf(null, """
            {"specversion":"1.0","type":"cartwright.order.paid","subject":"5","data":{"order_id":"5","attempt":"100"}}
            """));
        Assert.Equal(
            "2001-09-09 01:46:40.012Z  events 3@118            cartwright.order.paid      attempt 100  order 5",
            line.ToText());
    }

    [Theory]
    [InlineData("no JSON \u001b[2J", @"unreadable: Not an envelope: ", @"no JSON \x1b[2J")]
    [InlineData("""{"version":2}""", "unreadable: Not an envelope of version 1. ", """{"version":2}""")]
    [InlineData(
        """{"version":1,"messages":[{"type":"take-stock.v9\u001b","body":{}}]}""",
        @"unreadable: Unknown type or version 'take-stock.v9\u001b'. ",
        """{"type":"take-stock.v9\u001b","body":{}}""")]
    [InlineData(
        """{"version":1,"messages":[{"type":"void-credit.v1","body":{"attempt":ATTEMPT}}]}""",
        "unreadable: A message for Payment in the inbox of Stock. ",
        """{"type":"void-credit.v1",""")]
    public void Unreadable_bytes_are_shown_with_escapes(string record, string error, string bytes)
    {
        var line = Assert.Single(LinesOf(Role.Stock, record));
        var text = line.ToText();
        Assert.Contains(error, text, StringComparison.Ordinal);
        Assert.Contains(bytes, text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, char.IsControl);
        using var json = JsonDocument.Parse(line.ToJson());
        Assert.False(json.RootElement.TryGetProperty("type", out _));
        Assert.NotEmpty(json.RootElement.GetProperty("bytes_base64").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"type":"x","data":{"order_id":"five","attempt":"1"}}""")]
    [InlineData("""{"type":"x","data":{"order_id":5,"attempt":1}}""")]
    [InlineData("")]
    public void An_event_of_another_program_is_unreadable(string record) => Assert.Contains(
        "unreadable: Not a public event: ", Assert.Single(LinesOf(null, record)).ToText(), StringComparison.Ordinal);

    [Fact]
    public void A_long_record_is_shortened()
    {
        var text = Assert.Single(LinesOf(Role.Stock, new string('x', 5_000))).ToText();
        Assert.EndsWith("x… (5000 bytes)", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 120, 600);
    }

    private static List<MessageLine> LinesOf(Role? inbox, string record) =>
    [
        .. MessageLine.LinesOf(new LogRecord(
            inbox,
            3,
            118,
            1_000_000_000_012,
            Encoding.UTF8.GetBytes(record.Replace("ATTEMPT", Attempt, StringComparison.Ordinal)))),
    ];
}
