using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Sqlite;

/// <summary>
/// The embedded store: one SQLite file, owned by one process. A committed change survives the end of the process and a
/// power cut.
/// </summary>
public sealed class SqliteStore : IStore, ILeftovers, IIdBlocks, IRowCounter, IRowLists, IAsyncDisposable
{
    // The row of the lane before goes in the transaction that adds the first of this process, so that there is always
    // one to hold the record of commits against.
    private const string DropLanes = "DELETE FROM lanes";
    private const string AddLane = "INSERT INTO lanes (opened_at) VALUES (?1) RETURNING lane";
    private const string ReadNext = "SELECT next FROM id_block";
    private const string WriteNext = "UPDATE id_block SET next = ?1";
    private const int ClockShift = 16;

    private readonly FileStream _ownerLock;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ReaderPool _readers;
    private readonly WriterLock _turn = new();
    private readonly OpenFiles _files;
    private readonly List<SqliteLane> _lanes = [];

    // Hands out lanes and numbers; a lane's own connection may be in the middle of a batch.
    private readonly Session _session;

    private SqliteStore(FileStream ownerLock, string path, Session session, TimeProvider clock)
    {
        (_ownerLock, _path, _session, _clock) = (ownerLock, path, session, clock);
        _files = new OpenFiles(path, Path.Combine(Path.GetDirectoryName(path)!, OwnerLock.FileName));
        _readers = new ReaderPool(path, _files);
    }

    /// <summary>The files, for readers beside the store.</summary>
    internal OpenFiles Files => _files;

    /// <summary>The database file.</summary>
    internal string DatabasePath => _path;

    /// <summary>Stands between a lane and its COMMIT; only tests put something else here.</summary>
    internal Func<Func<int>, int> CommitSeam { get; set; } = commit => commit();

    /// <summary>Opens the database in a directory, and makes both where they are missing.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="tables">The tables that will be used.</param>
    /// <param name="clock">The time at which a lane was opened.</param>
    /// <exception cref="FatalFault">
    /// <c>data-in-use</c>: another process owns the directory. <c>data-unusable</c>: it cannot be written.
    /// <c>not-a-database</c>, <c>other-format</c>, <c>damaged-database</c>, <c>data-incomplete</c>, <c>foreign-log</c>:
    /// the file is left as it is.
    /// </exception>
    public static SqliteStore Open(string directory, IReadOnlyList<Table> tables, TimeProvider clock)
    {
        var ownerLock = OwnerLock.Take(directory);
        try
        {
            var path = Path.GetFullPath(Path.Combine(directory, DatabaseFile.Name));
            var session = new Session(DatabaseFile.OpenOrCreate(path));
            try
            {
                session.RequireTables(tables);
                return new SqliteStore(ownerLock, path, session, clock);
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch
        {
            ownerLock.Dispose();
            throw;
        }
    }

    public async ValueTask<IStoreLane> OpenLaneAsync(CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var number = await WriteAsync(() => Insert(now), cancellation);
        _files.BeginWatching(number, isInFile: _session.Connection.CarryLog());
        var lane = new SqliteLane(_path, number, _turn, _files, commit => CommitSeam(commit));
        _lanes.Add(lane);
        return lane;
    }

    public async ValueTask ReadAsync(IReadOnlyList<Key> keys, IRowSink sink, CancellationToken cancellation) =>
        await _readers.RunAsync(
            session =>
            {
                session.Load(keys, sink);
                return keys.Count;
            },
            cancellation);

    public async ValueTask<IReadOnlyList<Key>> FindDueAsync(
        Table table, long now, int limit, CancellationToken cancellation) =>
        await _readers.RunAsync(session => session.FindDue(table, now, limit), cancellation);

    public async ValueTask<int> CountAsync(Table table, int limit, CancellationToken cancellation) =>
        await _readers.RunAsync(session => session.Count(table, limit), cancellation);

    public async ValueTask ReadPageAsync(RowPage page, IRowSink sink, CancellationToken cancellation) =>
        await _readers.RunAsync(
            session =>
            {
                session.ReadPage(page, sink);
                return page.Limit;
            },
            cancellation);

    public ILeftovers Leftovers => this;

    public async ValueTask<IReadOnlyList<Envelope>> ClaimAsync(
        LeftoverClaim claim, CancellationToken cancellation) =>
        await WriteAsync(() => _session.Claim(claim), cancellation);

    public async ValueTask<IReadOnlyList<long>> FindAsync(IReadOnlyList<long> ids, CancellationToken cancellation) =>
        await _readers.RunAsync(session => session.Stored(ids), cancellation);

    /// <summary>
    /// It waits until the lane is between two batches: a caller in the middle of one must not wait for it.
    /// </summary>
    public async ValueTask<long> TakeAsync(long now, int count, CancellationToken cancellation) =>
        await WriteAsync(() => Take(now, count), cancellation);

    /// <summary>
    /// Closes everything; the write-ahead log is copied into the file, unless another file has been put in its place.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }

        _readers.Dispose();
        _session.Connection.KeepLogAtClose(!_files.AreOurs);
        _files.Dispose();
        _session.Dispose();
        _turn.Dispose();
        await _ownerLock.DisposeAsync();
    }

    private async ValueTask<T> WriteAsync<T>(Func<T> write, CancellationToken cancellation)
    {
        await _turn.TakeAsync(cancellation);
        try
        {
            _session.Prepared("BEGIN IMMEDIATE").BeginExecution().ExecuteOnce();
            var result = write();
            _session.Prepared("COMMIT").BeginExecution().ExecuteOnce();
            _files.Require();
            return result;
        }
        finally
        {
            if (_session.Connection.InTransaction)
            {
                _session.Prepared("ROLLBACK").BeginExecution().TryRun();
            }

            _turn.GiveBack();
        }
    }

    private long Insert(long now)
    {
        if (_lanes.Count == 0)
        {
            _session.Prepared(DropLanes).BeginExecution().ExecuteOnce();
        }

        var insert = _session.Prepared(AddLane).BeginExecution();
        insert.WriteNumber(now);
        insert.Step();
        var lane = insert.ReadNumber();
        insert.BeginExecution();
        return lane;
    }

    private long Take(long now, int count)
    {
        var select = _session.Prepared(ReadNext).BeginExecution();
        select.Step();
        var first = Math.Max(select.ReadNumber(), now << ClockShift);
        select.BeginExecution();
        OutOfNumbersFault.ThrowAfter(first, count);
        var update = _session.Prepared(WriteNext).BeginExecution();
        update.WriteNumber(first + count);
        update.ExecuteOnce();
        return first;
    }
}
