using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>A fourth service: the warehouse, which sends parcels.</summary>
internal sealed class ShippingService : IService
{
    private readonly StockService _stock = new();

    public Role Role => _stock.Role;

    public IReadOnlyList<Table> Tables => [.. _stock.Tables, Shipment.Table];

    public void AddKeys(Message message, ICollection<Key> keys)
    {
        if (message is Ship ship)
        {
            keys.Add(Shipment.Key(ship.Attempt.Id));
        }
        else
        {
            _stock.AddKeys(message, keys);
        }
    }

    public Decision Decide(IRows rows, Message message, long now)
    {
        if (message is not Ship { Attempt: var attempt })
        {
            return _stock.Decide(rows, message, now);
        }

        var key = Shipment.Key(attempt.Id);
        var decision = rows.Find<Shipment>(key) is null
            ? Decision.Nothing.Change(key, new Shipment { Order = attempt.Order })
            : Decision.Nothing;
        return decision.Send(new Shipped(attempt));
    }

    public Message Sweep(Key key) => _stock.Sweep(key);
}
