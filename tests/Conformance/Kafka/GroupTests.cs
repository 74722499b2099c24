using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Kernel;
using Confluent.Kafka;

namespace Cartwright.Conformance.Kafka;

/// <summary>Groups on a real broker, which fences a consumer when another one joins with its name.</summary>
[Trait("Kind", "Long")]
public sealed class GroupTests() : GroupConformance(KafkaBroker.SharedAsync())
{
    /// <summary>
    /// The older consumer is fenced, which is fatal to it. It joins again, and fences the newer one in turn.
    /// </summary>
    [Fact]
    public async Task A_node_whose_name_was_taken_by_another_joins_again_once_that_is_gone()
    {
        var log = await Bench.ConnectAsync("node-1");
        var older = await JoinAsync(log);
        var taking = await Bench.ConnectAsync("node-1");
        var newer = new Recorder();
        taking.Subscribe(Role.Stock, newer);
        await Bench.UntilAsync(() => newer.Owned.Count == Partitions);

        Bench.Abandon(taking);

        await Bench.UntilAsync(() => older.Owned.Count == Partitions);
        await new Sender(log).SendUntilConfirmedAsync(partition: 1, "heard");
        await Bench.UntilAsync(() => older.Deliveries.Any(delivery => delivery.Text == "heard"));
        Assert.Empty(older.Faults);
    }

    /// <summary>
    /// Under its old name the broker would give it its old assignment, which is empty, and the group would not
    /// rebalance.
    /// </summary>
    [Fact]
    public async Task A_node_that_has_no_partition_comes_back_as_a_stranger()
    {
        List<Recorder> nodes = [];
        for (var number = 0; number <= Partitions; number++)
        {
            var node = new Recorder();
            (await Bench.ConnectAsync($"node-{number}")).Subscribe(Role.Stock, node);
            nodes.Add(node);
        }

        await Bench.UntilAsync(() => nodes.Count(node => node.Owned.Count == 1) == Partitions);
        Assert.DoesNotContain(await NamesOfMembersAsync(), string.IsNullOrEmpty);

        await KafkaBench.UntilAsync(async () => (await NamesOfMembersAsync()).Any(string.IsNullOrEmpty));
        await Bench.UntilAsync(() => nodes.Sum(node => node.Owned.Count) == Partitions);
        Assert.All(nodes, node => Assert.Empty(node.Faults));
    }

    private async Task<List<string>> NamesOfMembersAsync()
    {
        var options = await Bench.OptionsAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Brokers }).Build();
        var told = await admin.DescribeConsumerGroupsAsync([$"{options.Prefix}.stock.inbox.v1"]);
        return [.. told.ConsumerGroupDescriptions.Single().Members.Select(member => member.GroupInstanceId)];
    }
}
