using System.Text;
using System.Text.Json.Nodes;
using Cartwright.Domain;
using Cartwright.Shop.Wire;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>
/// The published schema of public events accepts the events of this and of earlier versions, and no other.
/// </summary>
public sealed class EventSchemaTests
{
    public static TheoryData<string, string> Files =>
    [
        .. from folder in new[] { "events", "events-without-lines" }
           from file in GoldenFiles.Names(folder)
           select (folder, file),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Golden_events_fit(string folder, string file) =>
        Assert.Empty(OrderEventSchema.Published.MistakesIn(GoldenFiles.Read(folder, file, "")));

    [Fact]
    public void The_largest_event_fits() => Assert.Empty(
        OrderEventSchema.Published.MistakesIn(Assert.Single(EventCodec.EncodeEach([GoldenEvents.Largest]))));

    [Fact]
    public void Further_members_fit() => Assert.Empty(MistakesIn("paid", json =>
    {
        json["later"] = "1";
        json["data"]!["later"] = new JsonObject();
        json["data"]!["lines"]![0]!["later"] = 1;
    }));

    /// <summary>Each attribute, and each member of the data that every event has.</summary>
    [Theory]
    [InlineData("specversion")]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("type")]
    [InlineData("subject")]
    [InlineData("time")]
    [InlineData("sequence")]
    [InlineData("datacontenttype")]
    [InlineData("data")]
    [InlineData("data/order_id")]
    [InlineData("data/user_id")]
    [InlineData("data/attempt")]
    [InlineData("data/status")]
    [InlineData("data/total_cost")]
    [InlineData("data/reason")]
    [InlineData("data/lines/0/item_id")]
    [InlineData("data/lines/1/quantity")]
    [InlineData("data/lines/1/cost")]
    public void A_missing_member_is_found(string path) => Assert.NotEmpty(MistakesIn("failed", json =>
    {
        var (parent, name) = PlaceOf(json, path);
        Assert.True(parent.AsObject().Remove(name));
    }));

    [Theory]
    [InlineData("specversion", "\"0.3\"")]
    [InlineData("id", "\"113246208000000000\"")]
    [InlineData("id", "\"113246208000000000.1\"")]
    [InlineData("source", "\"urn:cartwright:stock\"")]
    [InlineData("type", "\"cartwright.order.open\"")]
    [InlineData("type", "\"cartwright.order.paid\"")]
    [InlineData("subject", "7")]
    [InlineData("time", "\"2025-11-24 16:00:00\"")]
    [InlineData("time", "\"2025-13-24T16:00:00.007Z\"")]
    [InlineData("sequence", "4000")]
    [InlineData("traceparent", "null")]
    [InlineData("datacontenttype", "\"text/plain\"")]
    [InlineData("data/order_id", "\"-7\"")]
    [InlineData("data/user_id", "null")]
    [InlineData("data/status", "\"open\"")]
    [InlineData("data/status", "\"paid\"")]
    [InlineData("data/total_cost", "-1")]
    [InlineData("data/total_cost", "45.5")]
    [InlineData("data/total_cost", "\"4550\"")]
    [InlineData("data/reason", "\"no-luck\"")]
    [InlineData("data/reason_item", "2")]
    [InlineData("data/lines", "{}")]
    [InlineData("data/lines", "[]")]
    [InlineData("data/lines/0", "[\"2\",1]")]
    [InlineData("data/lines/0/item_id", "2")]
    [InlineData("data/lines/0/quantity", "0")]
    [InlineData("data/lines/0/cost", "-1")]
    public void A_wrong_member_is_found(string path, string value) => Assert.NotEmpty(MistakesIn("failed", json =>
    {
        var (parent, name) = PlaceOf(json, path);
        if (parent is JsonArray array)
        {
            array[int.Parse(name)] = JsonNode.Parse(value);
        }
        else
        {
            parent[name] = JsonNode.Parse(value);
        }
    }));

    /// <summary>A failed attempt has a reason for each of these, and each is a code of the shop.</summary>
    [Fact]
    public void Reasons_are_codes_of_the_shop()
    {
        string[] codes = [.. Enum.GetValues<Reason>().Select(reason => reason.ToCode())];
        string[] accepted =
        [
            .. codes.Where(code => MistakesIn("failed", json => json["data"]!["reason"] = code).Count == 0),
        ];
        Assert.Equal(
            [
                "unknown-user", "unknown-item", "over-maximum", "insufficient-credit", "out-of-stock", "timeout",
                "other",
            ],
            accepted);
    }

    private static (JsonNode Parent, string Name) PlaceOf(JsonNode json, string path)
    {
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
        {
            json = (json is JsonArray array ? array[int.Parse(step)] : json[step])!;
        }

        return (json, steps[^1]);
    }

    private static IReadOnlyList<string> MistakesIn(string golden, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(GoldenFiles.Read("events", $"{golden}.json", ""))!;
        change(json);
        return OrderEventSchema.Published.MistakesIn(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
