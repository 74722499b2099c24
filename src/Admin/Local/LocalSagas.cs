using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>The sagas of the shop as far as this process has its services.</summary>
internal sealed class LocalSagas(LocalViews views, LocalCommands commands) : ISagaAdmin
{
    public Task<SagaPage> ListAsync(SagaQuery query, CancellationToken cancellation)
    {
        RequireOrders();
        var after = SagaPlace.ParsePlace(query.Cursor, query.Status);
        var orders = views.Databases.Where(database => database.Key == Role.Order).ToDictionary();
        return views.ReadViewsAsync(
            bound =>
            {
                using var reader = new SagaReader(orders);
                return SagaListing.PageOf(reader, query, after, bound);
            },
            cancellation);
    }

    public Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation)
    {
        RequireOrders();
        return views.ReadViewsAsync(
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

    public Task<ActionOutcome?> PushAsync(OrderId order, OperatorAction action, CancellationToken cancellation) =>
        commands.PushAsync(order, cancellation);

    private void RequireOrders()
    {
        if (!views.Databases.ContainsKey(Role.Order))
        {
            throw new AdminFault("The order service is not in this process.");
        }
    }
}
