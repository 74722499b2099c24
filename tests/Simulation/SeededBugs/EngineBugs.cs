using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.SeededBugs;

/// <summary>Mistakes of an engine or of an adapter.</summary>
internal static class EngineBugs
{
    public static IReadOnlyList<SeededBug> All { get; } =
    [
        OfCommits("reply before the commit", ReplyFirstAsync),
        OfCommits("outbox outside of the transaction", OutboxLaterAsync),
        OfCommits("events outside of the transaction", EventsLaterAsync),
        OfCommits("Idempotency-Key outside of the transaction", KeysLaterAsync),
        OfGuesses("an unknown commit is taken for failed", CommitOutcome.NotCommitted),
        OfGuesses("an unknown commit is taken for done", CommitOutcome.Committed),
        new("offsets move on before the commit", new Wiring { Log = log => new HastyLog(log) }),
        new("what comes again after a wipe is ignored", new Wiring { Log = log => new ForgetfulLog(log) }),
        OfStores("leftovers are never sent again", store => new WrappedStore(store) { HasLeftovers = false }),
        OfStores("no order sweep", store => new WrappedStore(store) { IsDue = table => table != Order.Table }),
        OfStores("no payment sweep", store => new WrappedStore(store) { IsDue = table => table != Account.Table }),
        new("a node lives by its own wall clock", new Wiring { Clock = (_, machine) => machine }),
        new("neither locks nor versions", new Wiring { Manners = DatabaseManners.Careless }),
        new("rows are looked for before they are locked", new Wiring { Manners = DatabaseManners.Hasty }),
    ];

    private static SeededBug OfStores(string name, Func<IStore, IStore> around) =>
        new(name, new Wiring { Store = around });

    private static SeededBug OfCommits(
        string name, Func<IStoreLane, WriteSet, ValueTask<CommitOutcome>> commit) =>
        OfStores(name, store => new WrappedStore(store)
        {
            Lane = lane => new WrappedLane(lane) { Commit = commit },
        });

    private static SeededBug OfGuesses(string name, CommitOutcome guess) =>
        OfStores(name, store => new WrappedStore(store)
        {
            Lane = lane => new WrappedLane(lane) { Guess = guess },
        });

    private static ValueTask<CommitOutcome> ReplyFirstAsync(IStoreLane lane, WriteSet writes)
    {
        _ = lane.CommitAsync(writes).AsTask();
        return new(CommitOutcome.Committed);
    }

    private static async ValueTask<CommitOutcome> OutboxLaterAsync(IStoreLane lane, WriteSet writes)
    {
        var later = new WriteSet();
        later.Outbox.AddRange(writes.Outbox);
        var first = new WriteSet();
        first.Rows.AddRange(writes.Rows);
        first.Confirmed.AddRange(writes.Confirmed);
        return await InTwoAsync(lane, first, later);
    }

    private static async ValueTask<CommitOutcome> EventsLaterAsync(IStoreLane lane, WriteSet writes)
    {
        var later = new WriteSet();
        later.Outbox.AddRange(writes.Outbox.Where(envelope => envelope.IsPublic));
        var first = new WriteSet();
        first.Rows.AddRange(writes.Rows);
        first.Outbox.AddRange(writes.Outbox.Where(envelope => !envelope.IsPublic));
        first.Confirmed.AddRange(writes.Confirmed);
        return await InTwoAsync(lane, first, later);
    }

    private static async ValueTask<CommitOutcome> KeysLaterAsync(IStoreLane lane, WriteSet writes)
    {
        var later = new WriteSet();
        later.Rows.AddRange(writes.Rows.Where(row => row.State is StoredReply));
        var first = new WriteSet();
        first.Rows.AddRange(writes.Rows.Where(row => row.State is not StoredReply));
        first.Outbox.AddRange(writes.Outbox);
        first.Confirmed.AddRange(writes.Confirmed);
        return await InTwoAsync(lane, first, later);
    }

    private static async ValueTask<CommitOutcome> InTwoAsync(IStoreLane lane, WriteSet first, WriteSet later)
    {
        var outcome = await lane.CommitAsync(first);
        if (outcome is CommitOutcome.Committed && !later.IsEmpty)
        {
            try
            {
                await lane.CommitAsync(later);
            }
            catch (TransientFault)
            {
                return outcome;
            }
        }

        return outcome;
    }
}
