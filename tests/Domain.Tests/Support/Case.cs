using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Support;

/// <summary>
/// One row of a table: given these rows, when this message arrives, then these rows change, these messages are sent and
/// this is the reply. Nothing else happens.
/// </summary>
internal sealed class Case
{
    private readonly Rows _given = new();
    private readonly Decision _then = Decision.Nothing;
    private Message? _when;
    private long _now = Sample.Now;
    private bool _isImpossible;

    private Case(string name) => Name = name;

    public string Name { get; }

    public static Case That(string name) => new(name);

    public Case Given(Key key, object state)
    {
        _given.Put(key, state);
        return this;
    }

    public Case At(long now)
    {
        _now = now;
        return this;
    }

    public Case When(Message message)
    {
        _when = message;
        return this;
    }

    public Case Then(Key key, object? state)
    {
        _then.Change(key, state);
        return this;
    }

    public Case Sends(Message message)
    {
        _then.Send(message);
        return this;
    }

    public Case Replies(Reply reply)
    {
        _then.With(reply);
        return this;
    }

    public Case Rejects(Reason reason, ItemId? item = null) => Replies(new Rejected(reason, item));

    public Case RejectsTooLittle(Reason reason, long wanted, long available, ItemId? item = null) =>
        Replies(new Rejected(reason, item, wanted, available));

    public Case IsImpossible()
    {
        _isImpossible = true;
        return this;
    }

    public void Check(IService service)
    {
        if (_isImpossible)
        {
            Assert.Throws<ImpossibleMeetingException>(() => _given.Decide(service, _when!, _now));
            return;
        }

        var decision = _given.Decide(service, _when!, _now);
        Assert.Equal(Show.Decision(_then), Show.Decision(decision));
        Assert.Equal(ToAnnounce(decision), decision.Event);
    }

    // Each change of an order's status is published, and nothing else. A new or re-created order publishes no status:
    // it is open.
    private OrderEvent? ToAnnounce(Decision decision) => decision.Changes
        .Where(change => change.State is Order { Status: not OrderStatus.Open } order
            && order.Status != _given.Find<Order>(change.Key)!.Status)
        .Select(change => new OrderEvent(new OrderId(change.Key.Id), (Order)change.State!))
        .SingleOrDefault();
}
