using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Views;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The view of one order's sagas, of the rows that one node of each service gives about its attempt.</summary>
internal sealed class JoinedSagaView(AdminServices services)
{
    // An order whose attempt changes between two reads is read again.
    private const int TriesMax = 3;

    /// <exception cref="AdminFault">The order service does not answer.</exception>
    public async Task<SagaDetail?> FindAsync(OrderId order, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            var known = await services.RequireAsync<SagaDetail>(
                Role.Order.Name, $"sagas/{QueryPath.TextOf(order.Value)}", cancellation);
            if (known?.AttemptId is null)
            {
                // Without an attempt there are no steps that another service could know.
                return known is null ? null : known with { Silent = [] };
            }

            var rows = await ReadRowsAsync(known, cancellation);
            if (rows.Find<Order>(Order.KeyOf(order)) is { } row
                && row.Attempt is { } attempt && QueryPath.TextOf(attempt.Value) == known.AttemptId)
            {
                return SagaReports.DetailOf(SagaView.Of(order, row, rows, rows.Has, known.Now), rows.Silent);
            }
        }

        throw new AdminFault("The order changes faster than its services can be asked.");
    }

    private async Task<JoinedRows> ReadRowsAsync(SagaDetail known, CancellationToken cancellation)
    {
        var path = QueryPath.Of(
            $"attempts/{known.AttemptId}",
            ("order", known.OrderId),
            ("user", known.UserId),
            ("amount", QueryPath.TextOf(known.Amount)));
        var rows = new JoinedRows(await Task.WhenAll(ShopServices.Roles.Select(role =>
            services.ReadAsync<IReadOnlyList<AttemptRows>>(role.Name, path, cancellation))));
        return rows.Has(Role.Order) ? rows : throw AdminServices.SilenceOf(Role.Order.Name);
    }
}
