using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Admin.Sagas;

/// <summary>Makes pages of orders.</summary>
internal static class SagaListing
{
    /// <summary>The page of a query.</summary>
    /// <param name="reader">The sagas.</param>
    /// <param name="query">The conditions.</param>
    /// <param name="after">The place after which the page begins; null for the first one.</param>
    /// <param name="cancellation">Ends it between two rows.</param>
    public static SagaPage PageOf(
        SagaReader reader, SagaQuery query, SagaCursor? after, CancellationToken cancellation)
    {
        var before = query.OlderThanMs is { } age ? reader.Now - age : long.MaxValue;
        var fitting = RowsOf(reader, query.Status).Where(row =>
        {
            cancellation.ThrowIfCancellationRequested();
            return row.Order.UpdatedAt <= before
                && (query.User is not { } user || row.Order.User.Value == user)
                && (query.Item is not { } item || row.Order.Lines.Any(line => line.Item.Value == item))
                && (after is not { } place || place.IsBefore(SagaCursor.CursorOf(row)));
        });
        var (found, count) = OldestOrders.FindOldest(fitting, query.Limit);
        return new SagaPage(
            reader.Now,
            [.. found.Select(row => SagaReports.SummaryOf(row.Id, row.Order))],
            count > found.Count ? SagaCursor.CursorOf(found[^1]).ToString() : null,
            [.. reader.Unreadable.Select(key => key.ToString())]);
    }

    // An order in flight has a next look, so that its index finds it; for another one all orders are read.
    private static IEnumerable<(OrderId Id, Order Order)> RowsOf(SagaReader reader, OrderStatus? status) =>
        status switch
        {
            null => reader.ReadUnfinished(),
            OrderStatus.Processing or OrderStatus.Cancelling =>
                reader.ReadUnfinished().Where(row => row.Order.Status == status),
            OrderStatus.Open or OrderStatus.Paid or OrderStatus.Failed or OrderStatus.Cancelled =>
                reader.ReadAll().Where(row => row.Order.Status == status),
            _ => throw new InvalidOperationException($"An order has no status {status}."),
        };
}
