using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Faults;
using Cartwright.Simulation.Shops;

namespace Cartwright.Simulation.Cluster;

/// <summary>The counts of one world.</summary>
internal sealed record WorldReport(
    long Seed, ulong Hash, IReadOnlyList<Violation> Violations, IReadOnlyDictionary<string, long> Counts, string Trace)
{
    public static WorldReport Of(World world, SimulatedShop shop, Chaos chaos)
    {
        var facts = world.Facts;
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal)
        {
            ["checkouts asked"] = shop.CheckoutsAsked,
            ["checkouts begun"] = facts.Attempts.Count(attempt => attempt.IsBegun),
            ["checkouts paid"] = facts.Attempts.Count(attempt => attempt.IsPaid == true),
            ["checkouts failed"] = facts.Attempts.Count(attempt => attempt.IsPaid == false),
            ["told paid"] = world.Promises.ToldPaid,
            ["told failed"] = world.Promises.ToldFailed,
            ["told processing"] = world.Promises.ToldProcessing,
            ["kills"] = chaos.Kills,
            ["restarts"] = chaos.Restarts,
            ["stalls"] = chaos.Stalls,
            ["resets"] = shop.Resets - 1,
            ["database outages"] = chaos.DatabaseOutages,
            ["database failures"] = facts.Databases.Sum(database => database.Failures),
            ["database conflicts"] = facts.Databases.Sum(database => database.Conflicts),
            ["commits"] = facts.Databases.Sum(database => database.Commits),
            ["commits unknown"] = facts.Databases.Sum(database => database.UnknownCommits),
            ["clocks set"] = chaos.ClocksSet,
            ["log outages"] = chaos.LogOutages,
            ["strangers"] = chaos.Strangers,
            ["log delivered"] = world.Brokers?.Delivered ?? 0,
            ["log repeated"] = world.Brokers?.Repeated ?? 0,
            ["log dropped"] = world.Brokers?.Dropped ?? 0,
            ["log declined"] = world.Brokers?.Declined ?? 0,
            ["log rebalances"] = world.Brokers?.Rebalances ?? 0,
            ["log wipes"] = world.Brokers?.Wipes ?? 0,
            ["orders cancelled"] =
                facts.Orders.Rows(Order.Table).Count(row => row.State.Status is OrderStatus.Cancelled),
            ["worlds embedded"] = world.Plan.IsEmbedded ? 1 : 0,
            ["worlds without sweeps"] = world.Plan.HasSweeps ? 0 : 1,
            ["simulated seconds"] = world.Scheduler.Now / 1_000_000,
        };
        foreach (var (reason, count) in world.Promises.Rejections)
        {
            counts[$"rejected {reason.ToCode()}"] = count;
        }

        foreach (var (_, order) in facts.Orders.Rows(Order.Table))
        {
            if (order.Reason is { } reason)
            {
                var name = $"failed {reason.ToCode()}";
                counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }

        return new WorldReport(
            world.Seed, world.Scheduler.Trace.Hash, world.Violations.All, counts, world.Scheduler.Trace.Text);
    }
}
