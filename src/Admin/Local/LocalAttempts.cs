using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Views;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>The rows that the services of this process have about an attempt.</summary>
internal sealed class LocalAttempts(LocalViews views)
{
    /// <summary>The rows of each service of the process.</summary>
    /// <exception cref="AdminFault">A database does not answer.</exception>
    public Task<IReadOnlyList<AttemptRows>> ReadRowsAsync(Attempt attempt, CancellationToken cancellation) =>
        views.ReadViewsAsync<IReadOnlyList<AttemptRows>>(
            bound => [.. views.Databases.Select(database => RowsOf(database.Key, database.Value, attempt, bound))],
            cancellation);

    private static AttemptRows RowsOf(
        Role role, Func<IDatabaseView> open, Attempt attempt, CancellationToken cancellation)
    {
        using var view = open();
        List<AttemptRow> rows = [];
        List<string> unreadable = [];
        foreach (var key in KeysOf(role, attempt).Order())
        {
            cancellation.ThrowIfCancellationRequested();
            if (view.Find<object>(key, (strange, _) => unreadable.Add(strange.ToString())) is { } state)
            {
                rows.Add(RowJson.RowOf(key, state));
            }
        }

        return new AttemptRows(role.Name, rows, unreadable);
    }

    // The order's own row decides how the rows of the others are read.
    private static IEnumerable<Key> KeysOf(Role role, Attempt attempt)
    {
        var keys = SagaView.KeysOf(ShopServices.Of(role), attempt);
        return role == Role.Order ? keys.Append(Order.KeyOf(attempt.Order)) : keys;
    }
}
