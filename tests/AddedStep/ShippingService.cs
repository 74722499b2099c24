using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>A fourth service, which sends parcels.</summary>
internal sealed class ShippingService : IService
{
    public static Role Name { get; } = new("ship");

    public Role Role => Name;

    public IReadOnlyList<Table> Tables { get; } = [Shipment.Table];

    public void AddKeys(Message message, ICollection<Key> keys) =>
        keys.Add(Shipment.Key(AttemptOf(message).Id));

    public Decision Decide(IRows rows, Message message, long now)
    {
        var attempt = AttemptOf(message);
        var key = Shipment.Key(attempt.Id);
        var shipment = rows.Find<Shipment>(key);
        return message switch
        {
            Ship when shipment is null =>
                Decision.Nothing.Change(key, new Shipment { Order = attempt.Order }).Send(new Shipped(attempt)),
            Ship => Decision.Nothing.Send(new Shipped(attempt)),
            Recall when shipment is not { IsRecalled: true } =>
                Decision.Nothing.Change(key, new Shipment { Order = attempt.Order, IsRecalled = true })
                    .Send(new Recalled(attempt)),
            Recall => Decision.Nothing.Send(new Recalled(attempt)),
            _ => throw new ImpossibleMeetingException($"The shipping service does not decide {message}."),
        };
    }

    public Message SweepMessage(Key key) => throw new ImpossibleMeetingException($"{key} is never due.");

    private static Attempt AttemptOf(Message message) => message is ShipMessage and IAttemptMessage { Attempt: var its }
        ? its
        : throw new ImpossibleMeetingException($"The shipping service does not decide {message}.");
}
