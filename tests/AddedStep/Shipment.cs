using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>The parcel of one attempt. It is sent once, and not after it was recalled.</summary>
internal sealed record Shipment
{
    public required OrderId Order { get; init; }

    public bool IsRecalled { get; init; }

    public static Table<Shipment> Table { get; } = new(
        90,
        "shipments",
        new Column("attempt_id", ColumnKind.Number),
        [new("order_id", ColumnKind.Number), new("recalled", ColumnKind.Number)],
        (_, row) => new Shipment { Order = new OrderId(row.ReadNumber()), IsRecalled = row.ReadNumber() == 1 },
        (shipment, row) =>
        {
            row.WriteNumber(shipment.Order.Value);
            row.WriteNumber(shipment.IsRecalled ? 1 : 0);
        });

    public static Key Key(AttemptId attempt) => Table.KeyOf(attempt.Value);
}
