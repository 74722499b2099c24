using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>An operator's commands about parked messages, through the engine.</summary>
public sealed class ParkedCommandTests : IDisposable
{
    private const string Id = "void-credit.v1/101";

    private readonly MemoryLog _log = new(partitions: 1);
    private readonly BrokenService _service = new(ShopServices.Payment, message => message is VoidCredit);
    private readonly TestNode _node;

    public ParkedCommandTests()
    {
        _node = new TestNode(_service, _log);
        Sample.Fill(_node.Store, orders: 0, stock: 0, credit: 100);
        _log.Gain(Role.Payment, 0);
        _node.Pump.Run(() => Assert.True(_log.Deliver(0, 0, new VoidCredit(Sample.Attempt(1)))));
        Assert.Single(_node.Store.Parked);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_replayed_message_is_decided_at_the_next_sweep()
    {
        _service.IsBroken = false;
        Assert.Equal(new ParkedChange(IsChanged: true), _node.Ask(ParkedCommands.Replay(Id)));
        _node.Pass(_node.Node.Options.SweepEveryMs);
        Assert.Empty(_node.Store.Parked);
        Assert.Equal([new CreditVoided(Sample.Attempt(1))], _log.SentMessages);
    }

    [Fact]
    public void A_dropped_message_is_gone_and_a_second_drop_changes_nothing()
    {
        Assert.Equal(new ParkedChange(IsChanged: true), _node.Ask(ParkedCommands.Drop(Id)));
        Assert.Empty(_node.Store.Parked);
        Assert.Equal(new ParkedChange(IsChanged: false), _node.Ask(ParkedCommands.Drop(Id)));
        _node.Pass(1_000);
        Assert.Empty(_log.Sent);
    }

    // The engine's own rows are refused for another reason than its own work: the operator gets the answer.
    [Fact]
    public void A_change_that_the_database_refuses_does_not_stop_the_node()
    {
        _node.Store.Refuses = write => write.Key == ParkedMessage.KeyOf(Id);
        var answer = _node.Send(ParkedCommands.Drop(Id))[0];
        _node.Pass(1_000);
        var refused = Assert.IsType<NotServedException>(answer.Exception!.InnerException);
        Assert.Equal(NotServed.Bug, refused.Why);
        Assert.True(_node.Node.IsReady);
        _node.Store.Refuses = _ => false;
        Assert.Equal(new ParkedChange(IsChanged: true), _node.Ask(ParkedCommands.Drop(Id)));
    }
}
