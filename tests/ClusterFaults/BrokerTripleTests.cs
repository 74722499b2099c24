using System.Globalization;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>Three brokers, each record on all of them: whoever leads may be killed.</summary>
[Trait("Kind", "Long")]
[Collection<TwoNodesARole>]
public sealed class BrokerTripleTests(NodePairs nodes)
{
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
            counting => Rounds.KillAsync(cluster, leader, counting));
    }

    // `Topic: t  Partition: 0  Leader: 2  Replicas: …`
    private static async Task<string> LeaderAsync(RunningCluster cluster, string topic)
    {
        var tool = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME")!, "bin", "kafka-topics.sh");
        var ports = (await cluster.StatusAsync()).Where(part => part.Role == "kafka").Select(part => part.Port);
        var servers = string.Join(',', ports.Select(port => $"127.0.0.1:{port}"));
        var described = (await CartwrightProgram.RunOtherAsync(
            tool, "--bootstrap-server", servers, "--describe", "--topic", topic)).Required();
        var words = described.Output.Split('\n')
            .First(line => line.Contains("Partition: 0", StringComparison.Ordinal))
            .Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        var number = words[Array.IndexOf(words, "Leader:") + 1];
        return $"kafka-{int.Parse(number, CultureInfo.InvariantCulture)}";
    }
}
