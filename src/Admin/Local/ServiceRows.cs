using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>How many rows of a service in this process need attention.</summary>
/// <param name="Parked">Its parked messages.</param>
/// <param name="Unfinished">Its rows with work that is not finished; counted up to a bound.</param>
/// <param name="OldestMs">For how long the oldest of them has not moved, in milliseconds.</param>
internal sealed record ServiceRows(int Parked, int Unfinished, long? OldestMs)
{
    /// <summary>Counting ends here, so that it never takes long.</summary>
    public const int CountMax = 20_000;

    // A sweep handles a row within this time, unless no node of the service runs.
    private const long SweepMs = 10_000;

    /// <summary>How many of the unfinished rows the sweep should have handled.</summary>
    public int Overdue { get; private init; }

    /// <summary>The orders in flight, by status.</summary>
    public IReadOnlyDictionary<OrderStatus, int> InFlight { get; private init; } = new Dictionary<OrderStatus, int>();

    public static ServiceRows CountRows(Role role, Func<IDatabaseView> open, CancellationToken cancellation)
    {
        using var view = open();
        var now = view.ReadFacts().Now;
        var (unfinished, overdue) = (0, 0);
        Dictionary<OrderStatus, int> inFlight = [];
        long? oldest = null;
        foreach (var (since, due, status) in UnfinishedOf(role, view).Take(CountMax))
        {
            cancellation.ThrowIfCancellationRequested();
            unfinished++;
            overdue += due < now - SweepMs ? 1 : 0;
            oldest = since < (oldest ?? long.MaxValue) ? since : oldest;
            if (status is { } known)
            {
                inFlight[known] = inFlight.GetValueOrDefault(known) + 1;
            }
        }

        var parked = view.ReadAll(ParkedMessage.Table, Ignore).Take(CountMax).Count(row => row.State?.To == role);
        return new ServiceRows(parked, unfinished, oldest is { } at ? Math.Max(0, now - at) : null)
        {
            Overdue = overdue,
            InFlight = inFlight,
        };
    }

    // A table with a due time has such rows. An account's oldest work is its oldest hold, or its first in the queue.
    private static IEnumerable<(long? Since, long? Due, OrderStatus? Status)> UnfinishedOf(
        Role role, IDatabaseView view) =>
        role == Role.Order
            ? view.ReadUnfinished(Order.Table, Ignore)
                .Select(row => (row.State?.UpdatedAt, row.State?.Due, row.State?.Status))
        : role == Role.Payment
            ? view.ReadUnfinished(Account.Table, Ignore)
                .Select(row => (OldestOf(row.State), row.State?.Due, (OrderStatus?)null))
        : [];

    private static long? OldestOf(Account? account) =>
        account?.Holds.Concat(account.Waiting).Select(hold => (long?)hold.Since).Min();

    private static void Ignore(Key key, Exception strange)
    {
    }
}
