using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>Three brokers, each record on all of them: any leader may be killed.</summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class BrokerTripleTests(NodePairs nodes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("order")]
    [InlineData("stock", Traits = ["Kind", "Campaign"])]
    [InlineData("payment", Traits = ["Kind", "Campaign"])]
    public async Task The_leader_of_three_brokers_may_be_killed(string service)
    {
        var cluster = await nodes.Cluster.GetAsync();
        var leader = await LeaderAsync(cluster, $"cartwright.{service}.inbox.v1");
        await Rounds.BreakAsync(
            cluster,
            $"kill -9 of {leader}, which leads the first part of the {service} inbox",
            SaleMax.Broker,
            counting => Rounds.KillAsync(cluster, leader, counting));
    }

    private static async Task<string> LeaderAsync(RunningCluster cluster, string topic)
    {
        var ports = (await cluster.StatusAsync()).Where(part => part.Role == "kafka").Select(part => part.Port);
        using var admin = new AdminClientBuilder(new AdminClientConfig
        {
            BootstrapServers = string.Join(',', ports.Select(port => $"127.0.0.1:{port}")),
        }).Build();
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions;
        return $"kafka-{partitions.Single(partition => partition.PartitionId == 0).Leader}";
    }
}
