using System.Globalization;
using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Admin.Sagas;

/// <summary>The place of an order in a list by the time since it moved last.</summary>
/// <param name="UpdatedAt">When it moved, in milliseconds since 1970.</param>
/// <param name="Id">Its number, which decides between two of one time.</param>
internal readonly record struct SagaCursor(long UpdatedAt, long Id)
{
    public static SagaCursor CursorOf((OrderId Id, Order Order) row) => new(row.Order.UpdatedAt, row.Id.Value);

    /// <exception cref="QueryFault">The text is no cursor.</exception>
    public static SagaCursor ParseCursor(string text) =>
        text.Split('.') is [var at, var id] && TryParse(at, out var updatedAt) && TryParse(id, out var number)
            ? new SagaCursor(updatedAt, number)
            : throw NoCursor();

    public static QueryFault NoCursor() => new("cursor must be one that an earlier page gave.");

    public bool IsBefore(SagaCursor other) => (UpdatedAt, Id).CompareTo((other.UpdatedAt, other.Id)) < 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{UpdatedAt}.{Id}");

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
