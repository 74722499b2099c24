using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>The replies that have a golden file, named as in <see cref="GoldenMessages"/>.</summary>
internal static class GoldenReplies
{
    private const long BigId = 113_246_208_000_000_000;

    public static SortedDictionary<string, Reply> All { get; } = new(StringComparer.Ordinal)
    {
        ["rejected.v1"] = new Rejected(Reason.OutOfStock, new ItemId(2)),
        ["rejected.v1+amounts"] = new Rejected(Reason.OutOfStock, new ItemId(2), Wanted: 7, Available: 5),
        ["rejected.v1+no-item"] = new Rejected(Reason.OrderNotPaid),
        ["order-pushed.v1"] = new OrderPushed(new(BigId), WasInFlight: true),
        ["order-created.v1"] = new OrderCreated(new(BigId)),
        ["line-added.v1"] = new LineAdded(new(7), new(2), 4_550),
        ["line-removed.v1"] = new LineRemoved(new(7), new(2), 4_550),
        ["price-asked.v1"] = new PriceAsked(BigId),
        ["price-told.v1"] = new PriceTold(BigId, 910),
        ["price-told.v1+no-price"] = new PriceTold(BigId),
        ["attempt-accepted.v1"] = new AttemptAccepted(new(7), new(BigId)),
        ["cancel-accepted.v1"] = new CancelAccepted(new(7), new(BigId)),
        ["item-created.v1"] = new ItemCreated(new(2)),
        ["stock-updated.v1"] = new StockUpdated(new(2), 36),
        ["user-created.v1"] = new UserCreated(new(3)),
        ["credit-updated.v1"] = new CreditUpdated(new(3), 9_750),
        ["init-done.v1"] = new InitDone(1_000),
    };
}
