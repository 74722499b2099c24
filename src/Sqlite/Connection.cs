using System.Globalization;
using SQLitePCL;

namespace Cartwright.Sqlite;

/// <summary>How a connection is going to be used.</summary>
internal enum Access
{
    /// <summary>Reads only; never changes the file.</summary>
    Read,

    /// <summary>Reads and writes a database that is there.</summary>
    Write,

    /// <summary>Writes, and makes the database where there is none.</summary>
    Create,
}

/// <summary>
/// One connection, used by one thread at a time. It goes straight to SQLite's own functions: the rows of a batch
/// pass through here one by one, and a layer of commands and boxed values above costs several times the row itself.
/// </summary>
internal sealed class Connection : IDisposable
{
    /// <summary>How long a connection waits for another one's transaction, in milliseconds.</summary>
    private const int BusyTimeoutMs = 2_000;

    // A lane writes to some thousand pages scattered over the file in each batch; they should still be in memory
    // when the next batch comes to them.
    private const int CacheKiB = 64 * 1024;

    // Some 4 MB: a part takes a few milliseconds.
    private const int CopyPages = 4_096;

    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    static Connection() => Batteries_V2.Init();

    private Connection(sqlite3 handle) => _handle = handle;

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows the last statement has changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Whether a statement is in the middle of its rows, and so keeps this connection's snapshot.</summary>
    public bool HasOpenRows => _statements.Exists(statement => statement.HasOpenRows);

    public static Connection Open(string path, Access access) => Open(path, access switch
    {
        Access.Read => raw.SQLITE_OPEN_READONLY,
        Access.Write => raw.SQLITE_OPEN_READWRITE,
        _ => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
    });

    /// <summary>
    /// Reads the file alone, as it was when its log was last carried into it. No process may write it meanwhile: its
    /// pages would be mixed up.
    /// </summary>
    public static Connection OpenWithoutLog(string path) => Open(
        $"file:{Uri.EscapeDataString(path)}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);

    private static Connection Open(string name, int flags)
    {
        var result = raw.sqlite3_open_v2(name, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(handle);
        try
        {
            connection.Check(result);
            raw.sqlite3_extended_result_codes(handle, 1);
            raw.sqlite3_busy_timeout(handle, BusyTimeoutMs);

            // The last connection to close would copy the log into the database and delete the file under the log's
            // name, which may be a foreign file by then. The store does that itself when all is well.
            connection.KeepLogAtClose(keep: true);
            connection.Execute($"PRAGMA cache_size = -{CacheKiB.ToString(CultureInfo.InvariantCulture)}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A statement that stays prepared for as long as the connection is open.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements that give no rows, or with rows that do not matter.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first value of the first row.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.ReadNumber() : throw new InvalidOperationException($"No row: {sql}");
    }

    /// <summary>Begins to read: from now on this connection sees the commits up to this moment.</summary>
    public void BeginSnapshot()
    {
        Execute("BEGIN");
        Execute("SELECT count(*) FROM sqlite_schema");
    }

    /// <summary>
    /// Copies the snapshot of this connection, part by part, so that it can be cancelled in between. Without a
    /// snapshot SQLite would begin again after each commit of another connection.
    /// </summary>
    public void CopyTo(Connection target, Action<long, long> progress, CancellationToken cancellation)
    {
        using var copy = raw.sqlite3_backup_init(target._handle, "main", _handle, "main");
        if (copy.IsInvalid)
        {
            throw target.Fault(raw.sqlite3_errcode(target._handle));
        }

        int result;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(copy, CopyPages);
            var all = raw.sqlite3_backup_pagecount(copy);
            progress(all - raw.sqlite3_backup_remaining(copy), all);
        }
        while (result == raw.SQLITE_OK);
        if (result != raw.SQLITE_DONE)
        {
            throw SqliteFailure.FaultOf(result, "the copy failed");
        }

        Check(raw.sqlite3_backup_finish(copy));
    }

    /// <summary>Copies the log into the file, as far as no reader needs the pages that are there.</summary>
    /// <returns>Whether the file has everything now.</returns>
    public bool CarryLog()
    {
        using var carry = Prepare("PRAGMA wal_checkpoint(PASSIVE)");
        return carry.Step() && carry.ReadNumber() == 0 && carry.ReadNumber() == carry.ReadNumber();
    }

    /// <summary>Whether the log is left alone when this connection is the last one to close.</summary>
    public void KeepLogAtClose(bool keep) =>
        Check(raw.sqlite3_db_config(_handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, out _));

    /// <summary>The exception for a result that a function of this connection has just returned.</summary>
    public Exception Fault(int result) => SqliteFailure.FaultOf(result, raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Fault(result);
        }
    }
}
