using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Stock;

/// <summary>How an attempt was decided.</summary>
public enum ReservationStatus
{
    /// <summary>All lines were taken: the order is paid.</summary>
    Taken,

    /// <summary>All lines were taken, and given back when the paid order was cancelled.</summary>
    Returned,

    /// <summary>Nothing was taken, and nothing ever will be.</summary>
    Refused,

    /// <summary>The attempt was cancelled first; a take that comes later is refused.</summary>
    Cancelled,
}

/// <summary>So many units of one item, taken from this generation of it.</summary>
public readonly record struct TakenLine(ItemId Item, long Quantity, long Generation);

/// <summary>
/// The decision record of one attempt: whether it succeeded is decided here, once, and never changes.
/// </summary>
public sealed record Reservation
{
    private const int LineWidth = 3;

    public required OrderId Order { get; init; }

    public required ReservationStatus Status { get; init; }

    public ImmutableArray<TakenLine> Lines { get; init; } = [];

    /// <summary>Why nothing was taken; only where the status is refused.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The item that was the reason.</summary>
    public ItemId? ReasonItem { get; init; }

    public static Table<Reservation> Table { get; } = new(
        3,
        "reservations",
        new Column("attempt_id", ColumnKind.Number),
        [
            new("order_id", ColumnKind.Number), new("status", ColumnKind.Text), new("lines", ColumnKind.Json),
            new("reason", ColumnKind.Text, Nullable: true), new("reason_item", ColumnKind.Number, Nullable: true),
        ],
        (_, row) => new Reservation
        {
            Order = new OrderId(row.ReadNumber()),
            Status = EnumText.Parse<ReservationStatus>(row.ReadText()),
            Lines = ParseLines(row.ReadText()),
            Reason = row.ReadText() is { } code ? ReasonCodes.FromStored(code) : null,
            ReasonItem = row.ReadNumberOrNull() is { } item ? new ItemId(item) : null,
        },
        (reservation, row) =>
        {
            row.WriteNumber(reservation.Order.Value);
            row.WriteText(EnumText.TextOf(reservation.Status));
            row.WriteText(FormatLines(reservation.Lines));
            row.WriteText(reservation.Reason?.ToCode());
            row.WriteNumberOrNull(reservation.ReasonItem?.Value);
        });

    public static Key KeyOf(AttemptId attempt) => Table.KeyOf(attempt.Value);

    /// <summary>The units that were taken.</summary>
    public ImmutableArray<Units> LinesAsUnits() => [.. Lines.Select(line => new Units(line.Item, line.Quantity))];

    private static ImmutableArray<TakenLine> ParseLines(string? text)
    {
        var numbers = NumberRows.Parse(text, LineWidth);
        var lines = ImmutableArray.CreateBuilder<TakenLine>(numbers.Length / LineWidth);
        for (var i = 0; i < numbers.Length; i += LineWidth)
        {
            lines.Add(new TakenLine(new ItemId(numbers[i]), numbers[i + 1], numbers[i + 2]));
        }

        return lines.MoveToImmutable();
    }

    private static string FormatLines(ImmutableArray<TakenLine> lines)
    {
        var numbers = new long[lines.Length * LineWidth];
        for (var i = 0; i < lines.Length; i++)
        {
            (numbers[i * LineWidth], numbers[(i * LineWidth) + 1], numbers[(i * LineWidth) + 2]) =
                (lines[i].Item.Value, lines[i].Quantity, lines[i].Generation);
        }

        return NumberRows.Format(numbers, LineWidth);
    }
}
