using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>
/// Follows the recipe "a saga step" of docs/HACKING.md: the parcel is sent once the credit is captured. The shop itself
/// needs only the row for this.
/// </summary>
internal static class ShippingShop
{
    public static SagaStep Ship { get; } = new()
    {
        Name = "ship",
        Do = (attempt, _) => new Ship(attempt),
        Done = typeof(Shipped),
    };

    public static OrderSagas Sagas { get; } = new(
        new Saga("checkout", [.. OrderSagas.Standard.Checkout.Steps, Ship]), OrderSagas.Standard.Cancel);

    public static IReadOnlyList<IService> Services { get; } =
        [new OrderService(Sagas), new ShippingService(), new PaymentService(Sagas.Checkout)];
}
