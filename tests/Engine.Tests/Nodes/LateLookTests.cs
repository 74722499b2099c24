using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Batches;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Tests.Support;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>
/// A row can have changed between the read of a sweep and the decision on its message, and a joined checkout can be in
/// flight on this node already.
/// </summary>
public sealed class LateLookTests : IDisposable
{
    private readonly TestNode _node = new();

    public LateLookTests() => Sample.Fill(_node.Store, orders: 1, stock: 5, credit: 100);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void An_answer_that_was_kept_again_since_the_sweep_saw_it_is_not_forgotten()
    {
        var key = StoredReply.KeyOf("k");
        var kept = new StoredReply("POST /test", Wire.Replies.Encode(new CreditUpdated(Sample.User, 1)), Due: 0);
        _node.Store.Put(key, kept);
        WhileALaneIsBusy(() => _node.Store.Put(key, kept with { Due = _node.Now + 60_000 }));
        Assert.NotNull(_node.Store.Find<StoredReply>(key));
    }

    [Fact]
    public void A_parked_message_that_was_tried_since_the_sweep_saw_it_is_not_tried_again()
    {
        var park = Wire.Parking.ParkMessage(new VoidCredit(Sample.Attempt(1)), "a bug", "POST /test");
        var key = ParkedMessage.KeyOf(park.Id);
        var parked = Parking.RowOf(park, now: 0);
        _node.Store.Put(key, parked with { Due = 0 });
        WhileALaneIsBusy(() => _node.Store.Put(key, parked with { Due = _node.Now + 60_000 }));
        Assert.NotNull(_node.Store.Find<ParkedMessage>(key));
        Assert.Null(_node.Store.Find<Payment>(Payment.KeyOf(Sample.Attempt(1).Id)));
    }

    /// <summary>
    /// The command changes no row, so without this the watch would first learn the status from the next poll.
    /// </summary>
    [Fact]
    public void Who_joins_a_checkout_in_flight_knows_the_order_at_once()
    {
        using var node = new TestNode(ShopServices.Order, new MemoryLog(partitions: 1));
        Sample.Fill(node.Store, orders: 1, stock: 0, credit: 0);
        node.Ask(Sample.CheckOut(1));
        using var watch = node.ShopNode.Watch(new OrderId(1));
        node.Ask(Sample.CheckOut(1, attempt: 999));
        Assert.Equal(OrderStatus.Processing, watch.Latest?.Status);
        Assert.Empty(node.Store.Reads);
    }

    [Fact]
    public void The_pauses_between_tries_grow_up_to_a_quarter_of_a_second()
    {
        for (var failure = 0; failure < 1_000; failure++)
        {
            _node.Store.Next.Enqueue(NextCommit.Transient);
        }

        _node.Send(new AddFunds(Sample.User, 5));
        _node.Pass(4_000);
        Assert.InRange(_node.Store.Tries, 17, 45);
    }

    // The sweep reads and sends its message; the lane decides it when it is free again.
    private void WhileALaneIsBusy(Action change)
    {
        _node.Store.Gate = new TaskCompletionSource();
        _node.Send(new AddFunds(Sample.User, 1));
        _node.Pass(2 * _node.Node.Options.SweepEveryMs);
        change();
        var gate = _node.Store.Gate;
        _node.Store.Gate = null;
        _node.Pump.Run(gate.SetResult);
        _node.Pass(100);
    }
}
