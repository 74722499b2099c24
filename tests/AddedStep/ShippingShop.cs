using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>
/// Follows the recipe "a saga step" of docs/HACKING.md: a fourth service sends the parcel once the credit is
/// captured, and takes it back when the order is cancelled. The shop itself needs only the two rows for this.
/// </summary>
internal static class ShippingShop
{
    public static SagaStep Ship { get; } = new()
    {
        Name = "ship",
        Do = (attempt, _) => new Ship(attempt),
        Done = typeof(Shipped),
    };

    public static SagaStep Recall { get; } = new()
    {
        Name = "recall",
        Do = (attempt, _) => new Recall(attempt),
        Done = typeof(Recalled),
    };

    public static OrderSagas Sagas { get; } = new(
        new Saga("checkout", [.. OrderSagas.Standard.Checkout.Steps, Ship]),
        new Saga("cancel", [Recall, .. OrderSagas.Standard.Cancel.Steps]));

    public static IReadOnlyList<IService> Services { get; } =
        [new OrderService(Sagas), new StockService(), new PaymentService(Sagas.Checkout), new ShippingService()];
}
