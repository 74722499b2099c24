using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>How an order stands.</summary>
public enum OrderStatus
{
    /// <summary>Lines can be added; never checked out, or reset since.</summary>
    Open,

    /// <summary>An attempt is in flight. With a reason noted, its hold is being voided.</summary>
    Processing,

    /// <summary>The stock is taken, and the credit captured or about to be.</summary>
    Paid,

    /// <summary>The last attempt failed and has left nothing behind; lines can be added again.</summary>
    Failed,

    /// <summary>Paid before; its stock is being returned, then its payment refunded.</summary>
    Cancelling,

    /// <summary>Everything is given back.</summary>
    Cancelled,
}

/// <summary>So many units of one item, and their cost at the prices at which they were added.</summary>
public readonly record struct Line(ItemId Item, long Quantity, long Cost);

/// <summary>One order: its lines, and the attempt to check it out.</summary>
public sealed record Order
{
    private const int LineWidth = 3;

    public required UserId User { get; init; }

    public ImmutableArray<Line> Lines { get; init; } = [];

    /// <summary>The sum of the lines' costs.</summary>
    public long Total { get; init; }

    public OrderStatus Status { get; init; }

    /// <summary>The latest attempt; null before the first.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>The partition of the order inbox at which the latest attempt's answers are expected.</summary>
    public int ReplyTo { get; init; }

    /// <summary>Why the latest attempt failed, or is about to.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The item that was the reason.</summary>
    public ItemId? ReasonItem { get; init; }

    /// <summary>The attempt before, which failed: a client that waited for it still receives its outcome.</summary>
    public AttemptId? FailedAttempt { get; init; }

    public Reason? FailedReason { get; init; }

    /// <summary>When the sweep asks stock to cancel the attempt. It proves nothing by itself.</summary>
    public long? Deadline { get; init; }

    /// <summary>How often the sweep has looked since the order last moved.</summary>
    public long Looks { get; init; }

    /// <summary>When the sweep should look next; null while nothing is in flight.</summary>
    public long? Due { get; init; }

    /// <summary>When the status last changed, in milliseconds since 1970.</summary>
    public long UpdatedAt { get; init; }

    public static Table<Order> Table { get; } = new(
        1,
        "orders",
        new Column("order_id", ColumnKind.Number),
        [
            new("user_id", ColumnKind.Number), new("lines", ColumnKind.Json), new("total", ColumnKind.Number),
            new("status", ColumnKind.Text), new("attempt_id", ColumnKind.Number, Nullable: true),
            new("reply_to", ColumnKind.Number), new("reason", ColumnKind.Text, Nullable: true),
            new("reason_item", ColumnKind.Number, Nullable: true),
            new("failed_attempt_id", ColumnKind.Number, Nullable: true),
            new("failed_reason", ColumnKind.Text, Nullable: true), new("deadline", ColumnKind.Number, Nullable: true),
            new("looks", ColumnKind.Number), new("due", ColumnKind.Number, Nullable: true),
            new("updated_at", ColumnKind.Number),
        ],
        (_, row) => new Order
        {
            User = new UserId(row.ReadNumber()),
            Lines = ParseLines(row.ReadText()),
            Total = row.ReadNumber(),
            Status = EnumText.Parse<OrderStatus>(row.ReadText()),
            Attempt = row.ReadNumberOrNull() is { } attempt ? new AttemptId(attempt) : null,
            ReplyTo = checked((int)row.ReadNumber()),
            Reason = row.ReadText() is { } code ? ReasonCodes.FromStored(code) : null,
            ReasonItem = row.ReadNumberOrNull() is { } item ? new ItemId(item) : null,
            FailedAttempt = row.ReadNumberOrNull() is { } failed ? new AttemptId(failed) : null,
            FailedReason = row.ReadText() is { } failedCode ? ReasonCodes.FromStored(failedCode) : null,
            Deadline = row.ReadNumberOrNull(),
            Looks = row.ReadNumber(),
            Due = row.ReadNumberOrNull(),
            UpdatedAt = row.ReadNumber(),
        },
        (order, row) =>
        {
            row.WriteNumber(order.User.Value);
            row.WriteText(FormatLines(order.Lines));
            row.WriteNumber(order.Total);
            row.WriteText(EnumText.TextOf(order.Status));
            row.WriteNumberOrNull(order.Attempt?.Value);
            row.WriteNumber(order.ReplyTo);
            row.WriteText(order.Reason?.ToCode());
            row.WriteNumberOrNull(order.ReasonItem?.Value);
            row.WriteNumberOrNull(order.FailedAttempt?.Value);
            row.WriteText(order.FailedReason?.ToCode());
            row.WriteNumberOrNull(order.Deadline);
            row.WriteNumber(order.Looks);
            row.WriteNumberOrNull(order.Due);
            row.WriteNumber(order.UpdatedAt);
        })
    {
        ListedBy = "user_id",
    };

    /// <summary>Whether the order's money is where a paid order's money is: it can only be captured.</summary>
    public bool IsDecidedPaid => Status is OrderStatus.Paid or OrderStatus.Cancelling or OrderStatus.Cancelled;

    public static Key KeyOf(OrderId order) => Table.KeyOf(order.Value);

    /// <summary>The latest attempt as its messages name it.</summary>
    public Attempt AttemptOf(OrderId id) => new(Attempt!.Value, id, User, Total, ReplyTo);

    /// <summary>The units that the stock service has to take.</summary>
    public ImmutableArray<Units> LinesAsUnits()
    {
        var units = ImmutableArray.CreateBuilder<Units>(Lines.Length);
        foreach (var line in Lines)
        {
            units.Add(new Units(line.Item, line.Quantity));
        }

        return units.MoveToImmutable();
    }

    private static ImmutableArray<Line> ParseLines(string? text)
    {
        var numbers = NumberRows.Parse(text, LineWidth);
        var lines = ImmutableArray.CreateBuilder<Line>(numbers.Length / LineWidth);
        for (var i = 0; i < numbers.Length; i += LineWidth)
        {
            lines.Add(new Line(new ItemId(numbers[i]), numbers[i + 1], numbers[i + 2]));
        }

        return lines.MoveToImmutable();
    }

    private static string FormatLines(ImmutableArray<Line> lines)
    {
        var numbers = new long[lines.Length * LineWidth];
        for (var i = 0; i < lines.Length; i++)
        {
            (numbers[i * LineWidth], numbers[(i * LineWidth) + 1], numbers[(i * LineWidth) + 2]) =
                (lines[i].Item.Value, lines[i].Quantity, lines[i].Cost);
        }

        return NumberRows.Format(numbers, LineWidth);
    }
}
