using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>The sagas of the shop as far as this process has its services.</summary>
internal sealed class LocalSagas(LocalViews views) : ISagaAdmin
{
    public Task<SagaPage> ListAsync(SagaQuery query, CancellationToken cancellation)
    {
        RequireOrders();
        var after = query.Cursor is { } cursor ? SagaCursor.Parse(cursor) : (SagaCursor?)null;
        var orders = views.Databases.Where(database => database.Key == Role.Order).ToDictionary();
        return views.ReadAsync(
            bound =>
            {
                using var reader = new SagaReader(orders);
                return PageOf(reader, query, after, bound);
            },
            cancellation);
    }

    public Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation)
    {
        RequireOrders();
        return views.ReadAsync(
            _ =>
            {
                using var reader = new SagaReader(views.Databases);
                var view = reader.FindSaga(order);
                return view is null && reader.Unreadable.Count > 0
                    ? throw new AdminFault($"Row {reader.Unreadable.First()} cannot be read.")
                    : view is null ? null : SagaReports.DetailOf(view, reader.Silent);
            },
            cancellation);
    }

    public Task<ActionOutcome> PushAsync(OrderId order, OperatorAction action, CancellationToken cancellation) =>
        throw new NotSupportedException("No address asks for it yet.");

    private static SagaPage PageOf(
        SagaReader reader, SagaQuery query, SagaCursor? after, CancellationToken cancellation)
    {
        var before = query.OlderThanMs is { } age ? reader.Now - age : long.MaxValue;
        var fitting = RowsOf(reader, query.Status).Where(row =>
        {
            cancellation.ThrowIfCancellationRequested();
            return row.Order.UpdatedAt <= before
                && (query.User is not { } user || row.Order.User.Value == user)
                && (query.Item is not { } item || row.Order.Lines.Any(line => line.Item.Value == item))
                && (after is not { } place || place.IsBefore(SagaCursor.Of(row)));
        });
        var (found, count) = OldestOrders.Of(fitting, query.Limit);
        return new SagaPage(
            reader.Now,
            [.. found.Select(row => SagaReports.SummaryOf(row.Id, row.Order))],
            count > found.Count ? SagaCursor.Of(found[^1]).ToString() : null,
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

    private void RequireOrders()
    {
        if (!views.Databases.ContainsKey(Role.Order))
        {
            throw new AdminFault("The order service is not in this process.");
        }
    }
}
