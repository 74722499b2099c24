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

    public static ServiceRows CountRows(Role role, Func<IDatabaseView> open, CancellationToken cancellation)
    {
        using var view = open();
        var now = view.ReadFacts().Now;
        var unfinished = 0;
        long? oldest = null;
        foreach (var since in SincesOf(role, view).Take(CountMax))
        {
            cancellation.ThrowIfCancellationRequested();
            unfinished++;
            oldest = since < (oldest ?? long.MaxValue) ? since : oldest;
        }

        var parked = view.ReadAll(ParkedMessage.Table, Ignore).Take(CountMax).Count(row => row.State?.To == role);
        return new ServiceRows(parked, unfinished, oldest is { } at ? Math.Max(0, now - at) : null);
    }

    // A table with a due time has such rows. An account's oldest work is its oldest hold, or its first in the queue.
    private static IEnumerable<long?> SincesOf(Role role, IDatabaseView view) =>
        role == Role.Order ? view.ReadUnfinished(Order.Table, Ignore).Select(row => row.State?.UpdatedAt)
        : role == Role.Payment ? view.ReadUnfinished(Account.Table, Ignore).Select(row => OldestOf(row.State))
        : [];

    private static long? OldestOf(Account? account) =>
        account?.Holds.Concat(account.Waiting).Select(hold => (long?)hold.Since).Min();

    private static void Ignore(Key key, Exception strange)
    {
    }
}
