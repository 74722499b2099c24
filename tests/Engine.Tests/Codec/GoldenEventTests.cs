using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cartwright.Domain;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>Public events: other programs read them, so their bytes never change.</summary>
public sealed class GoldenEventTests
{
    private const int EventBytesMax = 24_000;

    public static TheoryData<string> Events => [.. GoldenEvents.All.Keys];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_written_as_it_always_was(string name)
    {
        var written = Text(Encode(GoldenEvents.All[name]));
        Assert.Equal(Text(GoldenFiles.Read("events", $"{name}.json", written)), written);
    }

    // Those that were written before events had lines: they may lie in an outbox, and are in topics.
    [Theory]
    [MemberData(nameof(Events))]
    public void Lines_were_added_and_everything_else_stayed(string name)
    {
        var before = GoldenFiles.Read("events-without-lines", $"{name}.json", "");
        var now = JsonNode.Parse(GoldenFiles.Read("events", $"{name}.json", ""))!;
        Assert.True(now["data"]!.AsObject().Remove("lines"));
        Assert.Equal(Text(before), now.ToJsonString());
        var record = Assert.Single(PublicRecords.RecordsOf(EnvelopeOf(PublicRecords.Wrap([before]))));
        Assert.Equal(("7", Text(before)), (record.Key, Text(record.Value.ToArray())));
    }

    /// <summary>The bound that the documents name.</summary>
    [Fact]
    public void The_largest_event_has_24_KB()
    {
        var largest = Encode(GoldenEvents.Largest);
        Assert.InRange(largest.Length, 20_000, EventBytesMax);
        Assert.Equal(Limits.LinesMax, JsonNode.Parse(largest)!["data"]!["lines"]!.AsArray().Count);
    }

    // CloudEvents 1.0: these attributes are required, and no attribute may be null.
    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_has_what_CloudEvents_ask_for(string name)
    {
        var json = JsonDocument.Parse(GoldenFiles.Read("events", $"{name}.json", "")).RootElement;
        Assert.Equal("1.0", json.GetProperty("specversion").GetString());
        Assert.Equal($"cartwright.order.{name.Split('+')[0]}", json.GetProperty("type").GetString());
        Assert.All(json.EnumerateObject(), member =>
        {
            Assert.NotEqual(JsonValueKind.Null, member.Value.ValueKind);
            Assert.Matches("^[a-z0-9]{1,20}$", member.Name);
        });
        Assert.All(
            ["id", "source", "subject", "sequence"],
            required => Assert.NotEmpty(json.GetProperty(required).GetString()!));
    }

    [Fact]
    public void An_envelope_comes_apart_into_one_record_for_each_event()
    {
        var bytes = PublicRecords.Wrap(EventCodec.EncodeEach([.. GoldenEvents.All.Values]));
        var records = PublicRecords.RecordsOf(EnvelopeOf(bytes));
        Assert.Equal(
            GoldenEvents.All.Keys.Select(name => Text(GoldenFiles.Read("events", $"{name}.json", ""))),
            records.Select(record => Text(record.Value.ToArray())));
        Assert.All(records, record => Assert.Equal("7", record.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("""[{"subject":7}]""")]
    [InlineData("""[{"subject":"7"}""")]
    [InlineData("""{"version":1,"messages":[]}""")]
    public void What_is_no_envelope_of_events_is_refused(string text) =>
        Assert.Throws<FormatException>(() => PublicRecords.RecordsOf(EnvelopeOf(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_sequence_grows_as_text_and_as_a_number()
    {
        string[] sequences =
        [
            .. new[] { (1, 0), (2, 0), (2, 1), (3, 0), (10, 0), (999, 999), (1_000, 0), (1_000_000_000, 0) }
                .Select(at => (GoldenEvents.All["paid"] with { Version = at.Item1, Place = at.Item2 }).Sequence),
        ];
        Assert.Equal(sequences.Order(StringComparer.Ordinal), sequences);
        Assert.Equal(sequences.OrderBy(long.Parse), sequences);
        Assert.Equal(sequences.Distinct(), sequences);
    }

    [Fact]
    public void Every_golden_event_belongs_to_a_value() => Assert.All(["events", "events-without-lines"], folder =>
        Assert.Equal(
            GoldenEvents.All.Keys.Select(name => $"{name}.json").Order(StringComparer.Ordinal),
            GoldenFiles.Names(folder)));

    private static byte[] Encode(HappenedEvent happened) => Assert.Single(EventCodec.EncodeEach([happened]));

    private static Envelope EnvelopeOf(byte[] bytes) => new(1, Role.Order, Envelope.Public, At: 0, bytes);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
