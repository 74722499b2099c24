using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Cartwright.ClusterFaults.Processes;
using Cartwright.Conformance.Servers;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Extensions;
using CloudNative.CloudEvents.SystemTextJson;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>An event as an SDK of CloudEvents returns it.</summary>
internal sealed record SdkEvent(
    string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Sequence, JsonElement Data);

/// <summary>The events of a topic without repetitions, and the number of those.</summary>
internal sealed record SdkEvents(IReadOnlyList<SdkEvent> Events, int Dropped);

/// <summary>
/// Consumers of the public topic with stock libraries only. They drop repetitions by the id of the event, as the page
/// about public events asks for.
/// </summary>
internal static class SdkReader
{
    private static readonly CloudEventFormatter Format = new JsonEventFormatter();

    /// <summary>The SDK for .NET, on Confluent's client.</summary>
    public static SdkEvents ReadByDotnet(IEnumerable<Message<string?, byte[]>> messages)
    {
        Dictionary<string, SdkEvent> events = [];
        var dropped = 0;
        foreach (var message in messages)
        {
            var type = Encoding.UTF8.GetString(message.Headers.GetLastBytes("content-type"));
            Assert.True(MimeUtilities.IsCloudEventsContentType(type));
            var read = Format.DecodeStructuredModeMessage(
                message.Value, new ContentType(type), Sequence.AllAttributes);
            Assert.Equal(message.Key, read.Subject);
            var isNew = events.TryAdd(read.Id!, new SdkEvent(
                read.Id!,
                $"{read.Source}",
                read.Type!,
                read.Subject!,
                read.Time!.Value,
                (string)read["sequence"]!,
                (JsonElement)read.Data!));
            dropped += isNew ? 0 : 1;
        }

        return new SdkEvents([.. events.Values], dropped);
    }

    /// <summary>The SDK for JavaScript, on kafkajs.</summary>
    public static async Task<SdkEvents> ReadByNodeAsync(string broker, string topic)
    {
        var program = Path.Combine(Prerequisites.RequireNode(CartwrightProgram.Root), "read-order-events.mjs");
        var ended = (await CartwrightProgram.RunOtherAsync("node", program, broker, topic)).Required();
        var read = JsonElement.Parse(ended.Output);
        return new SdkEvents(
            [.. read.GetProperty("events").EnumerateArray().Select(EventOf)], read.GetProperty("dropped").GetInt32());
    }

    private static SdkEvent EventOf(JsonElement json)
    {
        string Text(string name) => json.GetProperty(name).GetString()!;
        Assert.Equal(Text("subject"), Text("partitionkey"));
        return new SdkEvent(
            Text("id"),
            Text("source"),
            Text("type"),
            Text("subject"),
            DateTimeOffset.Parse(Text("time"), CultureInfo.InvariantCulture),
            Text("sequence"),
            json.GetProperty("data"));
    }
}
