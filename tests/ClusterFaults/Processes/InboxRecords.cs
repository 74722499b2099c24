using Confluent.Kafka;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The records in the inboxes of a cluster.</summary>
internal static class InboxRecords
{
    private const int Partitions = 12;
    private static readonly string[] _services = ["order", "stock", "payment"];

    /// <summary>Deletes all of them: another test reads whole topics again.</summary>
    public static async Task ForgetAsync(RunningCluster cluster)
    {
        var port = (await cluster.FindAsync("kafka-1")).Port;
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = $"127.0.0.1:{port}" }).Build();
        var ends = from service in _services
                   from partition in Enumerable.Range(0, Partitions)
                   select new TopicPartitionOffset($"cartwright.{service}.inbox.v1", partition, Offset.End);
        await admin.DeleteRecordsAsync(ends);
    }
}
