using System.Text.Json;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults.Customers;

/// <summary>One event as a consumer of the public topic sees it.</summary>
internal sealed record PublicEvent(string Order, string Id, string Type, string Sequence);

/// <summary>Reads the public topic of a cluster with Kafka's own consumer, as the documents show it.</summary>
internal static class PublicTopic
{
    private const string SilenceMs = "5000";

    /// <summary>All events from the beginning, in the order of the topic.</summary>
    public static async Task<IReadOnlyList<PublicEvent>> ReadAsync(RunningCluster cluster)
    {
        var broker = await cluster.FindAsync("kafka-1");
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME")!;
        var ended = await CartwrightProgram.RunOtherAsync(
            Path.Combine(home, "bin", "kafka-console-consumer.sh"),
            "--bootstrap-server", $"127.0.0.1:{broker.Port}", "--topic", "cartwright.order.events.v1",
            "--from-beginning", "--timeout-ms", SilenceMs, "--formatter-property", "print.key=true");
        return [.. ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static PublicEvent Read(string line)
    {
        var parts = line.Split('\t');
        var json = JsonDocument.Parse(parts[1]).RootElement;
        string Text(string name) => json.GetProperty(name).GetString()!;
        Assert.Equal(parts[0], Text("subject"));
        return new PublicEvent(parts[0], Text("id"), Text("type"), Text("sequence"));
    }
}
