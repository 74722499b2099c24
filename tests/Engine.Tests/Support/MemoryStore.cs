using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Engine.Tests.Support;

/// <summary>The effect of a commit, if it is not a plain success.</summary>
internal enum NextCommit
{
    Transient,
    Conflict,
    NotCommitted,
    UnknownAndCommitted,
    UnknownAndNot,
    Fatal,
}

/// <summary>A database in memory, with the faults that a test sets.</summary>
internal sealed class MemoryStore : IStore, ILeftovers, IIdBlocks, IRowCounter, IRowLists
{
    private readonly Dictionary<Key, (object State, long Version)> _rows = [];
    private readonly StoredEnvelopes _outbox = new();
    private long _nextId;

    /// <summary>Whether it is unreachable.</summary>
    public bool IsDown { get; set; }

    /// <summary>Whether it cannot resolve the outcome of a commit.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The effects of the next commits, one after the other.</summary>
    public Queue<NextCommit> Next { get; } = new();

    /// <summary>If set, commits wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>If set, reads outside a batch wait for it before they return their rows.</summary>
    public TaskCompletionSource? ReadGate { get; set; }

    /// <summary>Rows that the database rejects for good.</summary>
    public Func<RowWrite, bool> Refuses { get; set; } = _ => false;

    /// <summary>Rows that another client keeps locked.</summary>
    public HashSet<Key> Locked { get; } = [];

    /// <summary>Rows that cannot be read.</summary>
    public HashSet<Key> Unreadable { get; } = [];

    /// <summary>Rows that the database rejects for now, without naming them.</summary>
    public Func<RowWrite, bool> RefusesNow { get; set; } = _ => false;

    /// <summary>The commits, one after the other.</summary>
    public List<WriteSet> Commits { get; } = [];

    /// <summary>The number of attempted commits.</summary>
    public int Tries { get; set; }

    /// <summary>How often the outcome of a commit was asked for.</summary>
    public int Resolves { get; set; }

    /// <summary>The keys of each load.</summary>
    public List<Key[]> Loads { get; } = [];

    /// <summary>The keys of each read outside a batch.</summary>
    public List<Key[]> Reads { get; } = [];

    public IEnumerable<Envelope> Outbox => _outbox.All;

    public IEnumerable<ParkedMessage> Parked => _rows.Values.Select(row => row.State).OfType<ParkedMessage>();

    public T? Find<T>(Key key)
        where T : class => _rows.TryGetValue(key, out var row) ? (T)row.State : null;

    /// <summary>Writes a row without the engine.</summary>
    public void Put(Key key, object state) => _rows[key] = (state, _rows.GetValueOrDefault(key).Version + 1);

    /// <summary>Deletes a row, as an operator's verb does.</summary>
    public void Delete(Key key) => _rows.Remove(key);

    public void Put(Envelope envelope) => _outbox.Add(envelope);

    public ValueTask<int> CountAsync(Table table, int limit, CancellationToken cancellation)
    {
        ThrowIfDown();
        return ValueTask.FromResult(Math.Min(limit, _rows.Keys.Count(key => key.Table == table)));
    }

    public ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation)
    {
        ThrowIfDown();
        return ValueTask.FromResult<IStoreLane>(new MemoryLane(this));
    }

    public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation)
    {
        ThrowIfDown();
        Reads.Add([.. keys]);
        var found = keys.Where(key => _rows.ContainsKey(key) && !Unreadable.Contains(key))
            .Select(key => (Key: key, Row: _rows[key]))
            .ToList();
        if (ReadGate is { } gate)
        {
            await gate.Task;
        }

        found.ForEach(one => sink.Found(one.Key, one.Row.State, one.Row.Version));
        ThrowIfUnreadable(keys);
    }

    public ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation)
    {
        ThrowIfDown();
        return ValueTask.FromResult<IReadOnlyList<Key>>(
        [
            .. _rows.Where(row => row.Key.Table == table && IsDue(table, DueOf(row.Value.State), now))
                .OrderBy(row => DueOf(row.Value.State) > now)
                .ThenBy(row => DueOf(row.Value.State))
                .ThenBy(row => row.Key)
                .Take(limit).Select(row => row.Key),
        ]);
    }

    public ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation)
    {
        ThrowIfDown();
        var keys = _rows.Where(row => row.Key.Table == page.Table && row.Key.Id > page.After)
            .Where(row => NumberColumn.Of(row.Key, row.Value.State, page) == page.Number)
            .Select(row => row.Key)
            .Order()
            .Take(page.Limit)
            .ToList();
        Give(keys, sink);
        return ValueTask.CompletedTask;
    }

    public ILeftovers Leftovers => this;

    public ValueTask<IReadOnlyList<Envelope>> ClaimAsync(LeftoverClaim claim, CancellationToken cancellation)
    {
        ThrowIfDown();
        return ValueTask.FromResult(_outbox.Claim(claim));
    }

    public ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        ThrowIfDown();
        return ValueTask.FromResult(_outbox.Stored(ids));
    }

    public ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation)
    {
        ThrowIfDown();
        var first = Math.Max(_nextId, now << 16);
        _nextId = first + count;
        return ValueTask.FromResult(first);
    }

    public void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new TransientFault("The database is down.");
        }
    }

    public void Give(IReadOnlyList<Key> keys, IRowSink sink)
    {
        foreach (var key in keys.Where(key => !Unreadable.Contains(key)))
        {
            if (_rows.TryGetValue(key, out var row))
            {
                sink.Found(key, row.State, row.Version);
            }
        }

        ThrowIfUnreadable(keys);
    }

    private void ThrowIfUnreadable(IReadOnlyList<Key> keys)
    {
        if (keys.Any(Unreadable.Contains))
        {
            throw new RowFault("A row is unreadable.")
            {
                Keys = [.. keys.Where(Unreadable.Contains)],
                IsUnreadable = true,
            };
        }
    }

    public void Apply(WriteSet writes)
    {
        foreach (var write in writes.Rows)
        {
            if (_rows.GetValueOrDefault(write.Key).Version != write.Version)
            {
                throw new TransientFault($"{write.Key} was changed meanwhile.") { IsConflict = true };
            }
        }

        if (writes.Missing.Find(_rows.ContainsKey) is { Table: not null } made)
        {
            throw new TransientFault($"{made} was made meanwhile.") { IsConflict = true };
        }

        foreach (var write in writes.Rows.Where(write => write.State is null))
        {
            _rows.Remove(write.Key);
        }

        foreach (var write in writes.Rows.Where(write => write.State is not null))
        {
            _rows[write.Key] = (write.State!, write.Version + 1);
        }

        writes.Outbox.ForEach(Put);
        writes.Confirmed.ForEach(id => _outbox.Remove(id));
        Commits.Add(writes);
    }

    private static bool IsDue(Table table, long? due, long now) => due <= now || due > table.DueAheadOf(now);

    private static long? DueOf(object state) => state switch
    {
        Order order => order.Due,
        Account account => account.Due,
        StoredReply reply => reply.Due,
        ParkedMessage parked => parked.Due,
        _ => null,
    };
}
