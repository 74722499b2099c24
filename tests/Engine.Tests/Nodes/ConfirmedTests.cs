using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A confirmed envelope is deleted by a later batch, also if the first such batch does not commit.</summary>
public sealed class ConfirmedTests
{
    private readonly MemoryLog _log = new(partitions: 1);

    [Theory]
    [InlineData(nameof(NextCommit.Transient))]
    [InlineData(nameof(NextCommit.NotCommitted))]
    [InlineData(nameof(NextCommit.UnknownAndNot))]
    public void A_batch_that_fails_leaves_the_deletion_to_the_next(string fault) =>
        RequireDeletion(store => store.Next.Enqueue(Enum.Parse<NextCommit>(fault)));

    [Fact]
    public void A_batch_that_is_refused_leaves_the_deletion_to_the_next() =>
        RequireDeletion(store => store.Refuses = row => row.Key == Order.KeyOf(new OrderId(2)));

    // Less time passes than the age of a leftover envelope, so that no sweep finds it.
    private void RequireDeletion(Action<MemoryStore> fail)
    {
        using var node = new TestNode(ShopServices.Order, _log);
        Sample.Fill(node.Store, orders: 2, stock: 0, credit: 0);
        _log.Gain(Role.Order, 0);
        node.Send(Sample.CheckOut(1));
        var confirmed = Assert.Single(node.Store.Outbox);

        fail(node.Store);
        _log.ConfirmAll();
        node.Send(Sample.CheckOut(2));
        node.Pass(1_000);
        Assert.True(node.Store.Tries > node.Store.Commits.Count);
        Assert.DoesNotContain(confirmed, node.Store.Outbox);
    }
}
