using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>The public events that have a golden file, named by their types.</summary>
internal static class GoldenEvents
{
    private static readonly Order Row = new()
    {
        User = new UserId(3),
        Lines = [new Line(new ItemId(2), 1, 50), new Line(new ItemId(9), 3, 4_500)],
        Total = 4_550,
        Attempt = new AttemptId(113_246_208_000_000_000),
        UpdatedAt = 1_764_000_000_007,
    };

    public static SortedDictionary<string, HappenedEvent> All { get; } = new(StringComparer.Ordinal)
    {
        ["accepted"] = Of(Row with { Status = OrderStatus.Processing }, version: 2),
        ["paid"] = Of(Row with { Status = OrderStatus.Paid }, version: 3),
        ["paid+traced"] = Of(Row with { Status = OrderStatus.Paid }, version: 3) with
        {
            Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        },
        ["failed"] = Of(
            Row with { Status = OrderStatus.Failed, Reason = Reason.OutOfStock, ReasonItem = new ItemId(2) },
            version: 1_000_000_000),
        ["failed+no-item"] = Of(Row with { Status = OrderStatus.Failed, Reason = Reason.Timeout }, version: 4),
        ["cancelling"] = Of(Row with { Status = OrderStatus.Cancelling }, version: 4, place: 1),
        ["cancelled"] = Of(Row with { Status = OrderStatus.Cancelled }, version: 5),
    };

    /// <summary>
    /// The largest event: as many lines as an order can have, and the longest value of everything that varies.
    /// </summary>
    public static HappenedEvent Largest { get; } = new(
        new OrderEvent(
            new OrderId(long.MaxValue),
            new Order
            {
                User = new UserId(long.MaxValue),
                Lines =
                [
                    .. Enumerable.Range(0, Limits.LinesMax).Select(line => new Line(
                        new ItemId(long.MaxValue - line), Limits.QuantityMax, Limits.CreditMax)),
                ],
                Total = Limits.CreditMax,
                Attempt = new AttemptId(long.MaxValue),
                Status = OrderStatus.Failed,
                Reason = Enum.GetValues<Reason>().MaxBy(reason => reason.ToCode().Length),
                ReasonItem = new ItemId(long.MaxValue),
                UpdatedAt = 1_764_000_000_007,
            }),
        Before: null,
        Version: 999_999_999_999_999,
        Place: 999,
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private static HappenedEvent Of(Order order, long version, int place = 0) =>
        new(new OrderEvent(new OrderId(7), order), Before: null, version, place);
}
