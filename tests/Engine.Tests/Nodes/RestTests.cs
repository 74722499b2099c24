using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// A lane pauses as long as its batch took, so that the work of that time becomes one batch and not several.
/// </summary>
public sealed class RestTests
{
    private readonly MemoryLog _log = new(partitions: 3);

    [Fact]
    public void What_comes_while_a_lane_rests_is_one_batch()
    {
        using var node = NodeAfterBatch(of: 5, tookMs: 8);
        node.Send(new CreateUser(new(11)));
        node.Jump(7);
        node.Send(new CreateUser(new(12)));
        Assert.Single(node.Store.Commits);
        node.Jump(1);
        Assert.Equal([5, 2], node.Store.Commits.Select(commit => commit.Rows.Count));
    }

    [Fact]
    public void What_comes_after_the_rest_does_not_wait()
    {
        using var node = NodeAfterBatch(of: 5, tookMs: 8);
        node.Jump(8);
        node.Ask(new CreateUser(new(11)));
    }

    [Fact]
    public void A_handful_is_no_reason_to_rest()
    {
        using var node = NodeAfterBatch(of: 3, tookMs: 8);
        node.Ask(new CreateUser(new(11)));
    }

    [Fact]
    public void However_long_a_batch_took_the_rest_has_its_bound()
    {
        using var node = NodeAfterBatch(of: 5, tookMs: 60_000);
        var answer = node.Send(new CreateUser(new(11)))[0];
        node.Jump(TestNode.Apart.RestMaxMs - 1);
        Assert.False(answer.IsCompleted);
        node.Jump(1);
        Assert.Equal(new UserCreated(new(11)), Outcomes.ReplyOf(answer));
    }

    [Fact]
    public void A_whole_batch_does_not_wait()
    {
        using var node = NodeAfterBatch(of: 5, tookMs: 8, batchMax: 6);
        node.Send([.. Enumerable.Range(11, 6).Select(user => new CreateUser(new(user)))]);
        Assert.Equal([5, 6], node.Store.Commits.Select(commit => commit.Rows.Count));
    }

    [Fact]
    public void A_lane_that_decides_locally_never_rests()
    {
        using var node = new TestNode(TestNode.Local);
        Commit(node, 5, 8);
        node.Ask(new CreateUser(new(11)));
    }

    [Fact]
    public void A_node_that_stops_does_not_forget_what_waits_for_the_end_of_the_rest()
    {
        using var node = NodeAfterBatch(of: 5, tookMs: 8);
        var answer = node.Send(new CreateUser(new(11)))[0];
        var stopped = node.Pump.Run(() => node.Node.StopAsync());
        node.Pass(1_000);
        Assert.True(stopped.IsCompletedSuccessfully);
        Outcomes.Refused(NotServed.Draining, answer);
    }

    private TestNode NodeAfterBatch(int of, int tookMs, int batchMax = 512)
    {
        var node = new TestNode(ShopServices.Payment, _log, TestNode.Apart with { BatchMax = batchMax });
        Commit(node, of, tookMs);
        return node;
    }

    private static void Commit(TestNode node, int works, int tookMs)
    {
        node.Store.Gate = new TaskCompletionSource();
        node.Send([.. Enumerable.Range(1, works).Select(user => new CreateUser(new(user)))]);
        node.Jump(tookMs);
        node.Pump.Run(node.Store.Gate.SetResult);
        node.Store.Gate = null;
        Assert.Equal(works, Assert.Single(node.Store.Commits).Rows.Count);
    }
}
