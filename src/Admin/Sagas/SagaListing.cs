using Cartwright.Domain;
using Cartwright.Domain.Orders;

namespace Cartwright.Admin.Sagas;

/// <summary>Makes pages of orders.</summary>
internal static class SagaListing
{
    /// <summary>How many orders are read for a page of finished ones.</summary>
    public const int ReadMax = 20_000;

    /// <summary>The page of a query.</summary>
    /// <param name="reader">The sagas.</param>
    /// <param name="query">The conditions.</param>
    /// <param name="after">The place after which the page begins.</param>
    /// <param name="cancellation">Ends it between two rows.</param>
    public static SagaPage PageOf(
        SagaReader reader, SagaQuery query, SagaPlace after, CancellationToken cancellation)
    {
        var fits = ConditionOf(reader, query);
        return IsOfIndex(query.Status)
            ? OldestFirst(reader, query, Watched(reader.ReadUnfinished(), cancellation).Where(fits), after.Cursor)
            : ByNumber(reader, query, fits, after.Order, cancellation);
    }

    /// <summary>
    /// Whether an index finds the orders in a state: those in flight have a next look. Others are among all orders, and
    /// come by their numbers, so that no page takes a whole table.
    /// </summary>
    public static bool IsOfIndex(OrderStatus? status) => status switch
    {
        null or OrderStatus.Processing or OrderStatus.Cancelling => true,
        OrderStatus.Open or OrderStatus.Paid or OrderStatus.Failed or OrderStatus.Cancelled => false,
        _ => throw new InvalidOperationException($"An order has no status {status}."),
    };

    private static SagaPage OldestFirst(
        SagaReader reader, SagaQuery query, IEnumerable<(OrderId Id, Order Order)> fitting, SagaCursor? after)
    {
        var (found, count) = OldestOrders.FindOldest(
            fitting.Where(row => after is not { } place || place.IsBefore(SagaCursor.CursorOf(row))), query.Limit);
        return PageOf(reader, found, count > found.Count ? SagaCursor.CursorOf(found[^1]).ToString() : null);
    }

    private static SagaPage ByNumber(
        SagaReader reader,
        SagaQuery query,
        Func<(OrderId Id, Order Order), bool> fits,
        OrderId? after,
        CancellationToken cancellation)
    {
        List<(OrderId Id, Order Order)> found = [];
        var read = 0;
        foreach (var (id, order) in Watched(reader.ReadAfter(after), cancellation))
        {
            if (found.Count == query.Limit || read == ReadMax)
            {
                return PageOf(reader, found, SagaPlace.TextOf(after!.Value));
            }

            read++;
            after = id;
            if (order is not null && fits((id, order)))
            {
                found.Add((id, order));
            }
        }

        return PageOf(reader, found, cursor: null);
    }

    private static SagaPage PageOf(
        SagaReader reader, IReadOnlyCollection<(OrderId Id, Order Order)> found, string? cursor) => new(
            reader.Now,
            [.. found.Select(row => SagaReports.SummaryOf(row.Id, row.Order))],
            cursor,
            [.. reader.Unreadable.Select(key => key.ToString())]);

    private static Func<(OrderId Id, Order Order), bool> ConditionOf(SagaReader reader, SagaQuery query)
    {
        var before = query.OlderThanMs is { } age ? reader.Now - age : long.MaxValue;
        return row => row.Order.UpdatedAt <= before
            && (query.Status is not { } status || row.Order.Status == status)
            && (query.User is not { } user || row.Order.User.Value == user)
            && (query.Item is not { } item || row.Order.Lines.Any(line => line.Item.Value == item));
    }

    private static IEnumerable<T> Watched<T>(IEnumerable<T> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
