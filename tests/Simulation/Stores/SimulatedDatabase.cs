using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Stores;

/// <summary>
/// A database server in memory: committed rows with their versions, row locks, an outbox and blocks of numbers. The
/// states are immutable, so a row is a reference. Several stores may share it. Without arguments it answers at once
/// and never fails.
/// </summary>
public sealed class SimulatedDatabase
{
    private readonly Dictionary<Table, TableRows> _tables = [];
    private readonly StoredEnvelopes _outbox = new();
    private readonly HashSet<Transaction> _open = [];
    private readonly RowLocks _locks = new();
    private long _lastNumber;

    public SimulatedDatabase(
        string name = "database",
        ITimeline? timeline = null,
        SeededRandom? random = null,
        IDatabaseObserver? observer = null)
    {
        Name = name;
        Timeline = timeline ?? new Immediately();
        Random = random ?? new SeededRandom(0);
        Observer = observer;
    }

    public string Name { get; }

    public DatabaseFaults Faults { get; set; } = DatabaseFaults.None with { LatencyMax = 0 };

    /// <summary>The server's clock, in microseconds since 1970; without a world, the clock of this machine.</summary>
    public Func<long> TimeUs { get; init; } = () =>
        (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The outcome of the next commit, which its node does not receive.</summary>
    public bool? NextCommitHappens { get; set; }

    /// <summary>Whether the server is unreachable now.</summary>
    public bool IsDown { get; private set; }

    public DatabaseManners Manners { get; init; }

    /// <summary>Unreadable rows.</summary>
    public HashSet<Key> Unreadable { get; } = [];

    /// <summary>The keys of all committed rows.</summary>
    public IEnumerable<Key> Keys => _tables.Values.SelectMany(rows => rows.All.Keys);

    /// <summary>Every committed row of a table.</summary>
    public IEnumerable<(Key Key, T State)> Rows<T>(Table<T> table)
        where T : class => RowsOf(table).All.Select(row => (row.Key, (T)row.Value.State));

    public IReadOnlyCollection<Envelope> Outbox => _outbox.All;

    public long Commits { get; private set; }

    public long UnknownCommits { get; internal set; }

    public long Conflicts { get; private set; }

    public long Failures { get; internal set; }

    internal ITimeline Timeline { get; }

    internal SeededRandom Random { get; }

    internal Lock Gate { get; } = new();

    private IDatabaseObserver? Observer { get; }

    private bool IsCareless => Manners is DatabaseManners.Careless;

    /// <summary>A committed state as an observer sees it; null if there is no such row.</summary>
    public T? Peek<T>(Key key)
        where T : class => RowsOf(key.Table).All.TryGetValue(key, out var row) ? (T)row.State : null;

    /// <summary>Another client locks rows that are free, and releases them when the result is called.</summary>
    public Action LockAsStranger(IEnumerable<Key> keys)
    {
        lock (Gate)
        {
            var stranger = new Transaction();
            foreach (var key in keys.Where(key => !_locks.IsLocked(key)))
            {
                _locks.TryTake(stranger, key, () => { });
            }

            return () =>
            {
                lock (Gate)
                {
                    _locks.Free(stranger);
                }
            };
        }
    }

    /// <summary>The rows among these that others keep locked.</summary>
    internal List<Key> LockedByOthers(Transaction transaction, IReadOnlyList<Key> keys) =>
        [.. keys.Where(key => _locks.IsLocked(key) && !transaction.Locked.Contains(key))];

    /// <summary>The server ends: open transactions that are not committing are rolled back.</summary>
    public void GoDown()
    {
        IsDown = true;
        foreach (var transaction in _open.Where(open => !open.IsCommitting).ToList())
        {
            End(transaction);
        }
    }

    public void ComeBack() => IsDown = false;

    internal Transaction Begin()
    {
        var transaction = new Transaction();
        _open.Add(transaction);
        return transaction;
    }

    /// <summary>Ends a transaction, with or without a commit before it.</summary>
    internal void End(Transaction transaction)
    {
        if (!transaction.IsOver)
        {
            transaction.End();
            _open.Remove(transaction);
            _locks.Free(transaction);
        }
    }

    /// <summary>
    /// Locks the existing rows, table by table, and reports them as they are then. A table is read only once the rows
    /// of the tables before it are locked, as with one statement for each table.
    /// </summary>
    internal void Load(Transaction transaction, IReadOnlyList<Key> keys, Action<List<FoundRow>> done)
    {
        var isThere = new bool[keys.Count];
        Look(0);
        Go(0);

        void Look(int from)
        {
            var to = Manners is DatabaseManners.Careful ? EndOfTable(keys, from) : keys.Count;
            for (var i = from; i < to; i++)
            {
                isThere[i] = RowsOf(keys[i].Table).All.ContainsKey(keys[i]);
            }
        }

        void Go(int from)
        {
            try
            {
                for (var i = from; i < keys.Count && !IsCareless; i++)
                {
                    if (i > 0 && Manners is DatabaseManners.Careful && keys[i].Table != keys[i - 1].Table)
                    {
                        Look(i);
                    }

                    var next = i + 1;
                    if (transaction.IsOver || (isThere[i] && !_locks.TryTake(transaction, keys[i], () => Go(next))))
                    {
                        return;
                    }
                }

                transaction.Broken = null;
                done(Find([.. keys.Where((_, place) => isThere[place])]));
            }
            catch (TransientFault deadlock)
            {
                Conflicts++;
                transaction.Broken?.Invoke(deadlock);
                transaction.Broken = null;
                End(transaction);
            }
        }
    }

    private static int EndOfTable(IReadOnlyList<Key> keys, int from)
    {
        var end = from;
        while (end < keys.Count && ReferenceEquals(keys[end].Table, keys[from].Table))
        {
            end++;
        }

        return end;
    }

    internal List<FoundRow> Find(IReadOnlyList<Key> keys)
    {
        List<FoundRow> found = [];
        foreach (var key in keys)
        {
            if (RowsOf(key.Table).All.TryGetValue(key, out var row))
            {
                found.Add(new FoundRow(key, row.State, row.Version));
            }
        }

        return found;
    }

    internal IReadOnlyList<Key> FindDue(Table table, long now, int limit) =>
    [
        .. RowsOf(table).All.Where(row => row.Value.Due <= now || row.Value.Due > table.DueAheadOf(now))
            .OrderBy(row => row.Value.Due > now).ThenBy(row => row.Value.Due)
            .Take(limit)
            .Select(row => row.Key),
    ];

    internal List<FoundRow> FindPage(RowPage page) =>
    [
        .. RowsOf(page.Table).All
            .Where(row => row.Key.Id > page.After && NumberColumn.Of(row.Key, row.Value.State, page) == page.Number)
            .OrderBy(row => row.Key)
            .Take(page.Limit)
            .Select(row => new FoundRow(row.Key, row.Value.State, row.Value.Version)),
    ];

    internal int Count(Table table, int limit) => RowsOf(table).All.Take(limit).Count();

    internal IReadOnlyList<Envelope> Claim(LeftoverClaim claim) => _outbox.Claim(claim);

    internal IReadOnlyList<long> Stored(IReadOnlyList<long> ids) => _outbox.Stored(ids);

    internal long TakeNumbers(long now, int count)
    {
        var first = Math.Max(_lastNumber, checked(now << 16));
        _lastNumber = first + count;
        return first;
    }

    /// <summary>Makes a batch's writes visible, all at once, or throws and changes nothing.</summary>
    internal void Apply(WriteSet writes)
    {
        Check(writes);
        List<CommittedRow> committed = [];
        foreach (var write in writes.Rows)
        {
            var rows = RowsOf(write.Key.Table);
            rows.All.TryGetValue(write.Key, out var before);
            committed.Add(new CommittedRow(write.Key, before.State, write.State));
            if (write.State is null)
            {
                rows.All.Remove(write.Key);
            }
            else
            {
                rows.All[write.Key] = new StoredRow(write.State, before.Version + 1, rows.DueOf(write.State));
            }
        }

        foreach (var envelope in writes.Outbox)
        {
            _outbox.Add(envelope);
        }

        foreach (var id in writes.Confirmed)
        {
            _outbox.Remove(id);
        }

        Commits++;
        Observer?.Committed(this, committed, writes);
    }

    private void Check(WriteSet writes)
    {
        if (writes.Missing.Exists(key => RowsOf(key.Table).All.ContainsKey(key)) && !IsCareless)
        {
            Conflicts++;
            throw new TransientFault("A row that was missing is there.") { IsConflict = true };
        }

        foreach (var write in writes.Rows)
        {
            var version = RowsOf(write.Key.Table).All.TryGetValue(write.Key, out var row) ? row.Version : 0;
            if (version != write.Version && !IsCareless)
            {
                Conflicts++;
                throw new TransientFault($"{write.Key} has changed meanwhile.") { IsConflict = true };
            }

            if (RowChecks.WhyNot(write.State) is { } why)
            {
                Observer?.Refused(this, why);
                throw new PoisonFault(why);
            }
        }
    }

    private TableRows RowsOf(Table table)
    {
        if (!_tables.TryGetValue(table, out var rows))
        {
            _tables.Add(table, rows = new TableRows(table));
        }

        return rows;
    }
}
