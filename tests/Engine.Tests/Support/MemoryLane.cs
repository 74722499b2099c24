using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Tests.Support;

/// <summary>A lane of the database in memory. It checks that the engine follows the port's order of calls.</summary>
internal sealed class MemoryLane(MemoryStore store) : IStoreLane
{
    private readonly HashSet<Key> _loaded = [];
    private CommitOutcome _unknown;

    public ValueTask LoadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Assert.NotEmpty(keys);
        Assert.Equal(keys.Order(), keys);
        Assert.All(keys, key => Assert.True(_loaded.Add(key), $"{key} is loaded twice."));
        store.ThrowIfDown();
        store.Loads.Add([.. keys]);
        if (keys.Any(store.Locked.Contains))
        {
            throw new RowFault("Rows are locked.") { Keys = [.. keys.Where(store.Locked.Contains)] };
        }

        store.Give(keys, sink);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<CommitOutcome> CommitAsync(WriteSet writes)
    {
        Assert.Equal(writes.Rows.Select(row => row.Key).Distinct().Order(), writes.Rows.Select(row => row.Key));
        _loaded.Clear();
        store.Tries++;
        if (store.Gate is { } gate)
        {
            await gate.Task;
        }

        store.ThrowIfDown();
        if (writes.Rows.Find(row => store.Refuses(row)) is { Key.Table: not null } refused)
        {
            throw new PoisonFault($"The database refuses {refused.Key}.");
        }

        if (writes.Rows.Exists(row => store.RefusesNow(row)))
        {
            throw new RowFault("The database refuses a row.");
        }

        return store.Next.TryDequeue(out var next) ? Fail(next, writes) : Commit(writes);
    }

    public ValueTask<CommitOutcome> ResolveAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        store.Resolves++;
        if (store.IsSilent)
        {
            throw new TransientFault("The database does not say.");
        }

        return ValueTask.FromResult(_unknown);
    }

    public ValueTask RollbackAsync()
    {
        _loaded.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private CommitOutcome Commit(WriteSet writes)
    {
        store.Apply(writes);
        return CommitOutcome.Committed;
    }

    private CommitOutcome Fail(NextCommit next, WriteSet writes)
    {
        switch (next)
        {
            case NextCommit.NotCommitted:
                return CommitOutcome.NotCommitted;
            case NextCommit.UnknownAndCommitted:
                _unknown = Commit(writes);
                return CommitOutcome.Unknown;
            case NextCommit.UnknownAndNot:
                _unknown = CommitOutcome.NotCommitted;
                return CommitOutcome.Unknown;
            case NextCommit.Fatal:
                throw new FatalFault("test", "Never again.");
            default:
                throw new TransientFault("Not now.") { IsConflict = next is NextCommit.Conflict };
        }
    }
}
