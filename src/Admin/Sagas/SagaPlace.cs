using System.Globalization;
using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Admin.Sagas;

/// <summary>The place after which a page of orders begins.</summary>
/// <param name="Cursor">In a list by time: the last order of the page before; null at its first page.</param>
/// <param name="Order">In a list by number: the last order that was read; null at its first page.</param>
internal readonly record struct SagaPlace(SagaCursor? Cursor, OrderId? Order)
{
    /// <summary>The place of a cursor in the list of orders in a state.</summary>
    /// <exception cref="QueryFault">The text is no cursor of such a list.</exception>
    public static SagaPlace ParsePlace(string? text, OrderStatus? status) => text is null ? default
        : SagaListing.IsOfIndex(status) ? new SagaPlace(SagaCursor.ParseCursor(text), Order: null)
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new SagaPlace(Cursor: null, new OrderId(id))
            : throw SagaCursor.NoCursor();

    /// <summary>The cursor of a list by number.</summary>
    public static string TextOf(OrderId order) => order.Value.ToString(CultureInfo.InvariantCulture);
}
