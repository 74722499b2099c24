using Cartwright.AddedStep;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.AddedSteps;

/// <summary>The worlds of the shop with a fourth service, and the parcels at the end of them.</summary>
internal sealed class ShippingWorld
{
    public ShippingWorld() => Wiring = new Wiring
    {
        Services = ShippingShop.Services,
        Wire = shop => new ShippingWire(shop),
        AtRest = Check,
    };

    public Wiring Wiring { get; }

    /// <summary>The parcels that are sent at the end.</summary>
    public int Sent { get; private set; }

    /// <summary>The parcels that are recalled at the end.</summary>
    public int Recalled { get; private set; }

    private IEnumerable<string> Check(Facts facts)
    {
        var parcels = facts.DatabaseOf(ShippingService.Name).Rows(Shipment.Table).ToDictionary();
        Sent += parcels.Values.Count(parcel => !parcel.IsRecalled);
        Recalled += parcels.Values.Count(parcel => parcel.IsRecalled);
        return CheckOrders(facts, parcels).Concat(CheckParcels(facts, parcels));
    }

    private static IEnumerable<string> CheckOrders(Facts facts, Dictionary<Key, Shipment> parcels)
    {
        foreach (var (key, order) in facts.Orders.Rows(Order.Table))
        {
            var parcel = order.Attempt is { } attempt ? parcels.GetValueOrDefault(Shipment.Key(attempt)) : null;
            var isRight = order.Status switch
            {
                OrderStatus.Paid => parcel is { IsRecalled: false },
                OrderStatus.Cancelled => parcel is { IsRecalled: true },
                _ => parcel is null,
            };
            if (!isRight)
            {
                yield return $"{key} is {order.Status}, and its parcel is {parcel}.";
            }
        }
    }

    private static IEnumerable<string> CheckParcels(Facts facts, Dictionary<Key, Shipment> parcels) =>
        from parcel in parcels
        where facts.Find(new AttemptId(parcel.Key.Id))?.IsPaid != true
        select $"{parcel.Key} is {parcel.Value}, and its attempt is not paid.";
}
