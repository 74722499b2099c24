using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>The parcel of one attempt. It is sent once.</summary>
internal sealed record Shipment
{
    public required OrderId Order { get; init; }

    public static Table<Shipment> Table { get; } = new(
        90,
        "shipments",
        new Column("attempt_id", ColumnKind.Number),
        [new("order_id", ColumnKind.Number)],
        (_, row) => new Shipment { Order = new OrderId(row.Number()) },
        (shipment, row) => row.Number(shipment.Order.Value));

    public static Key Key(AttemptId attempt) => Table.Key(attempt.Value);
}
