using System.Buffers.Binary;
using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// The database's file: whether it is ours, and how it is opened. It is looked at without being written first, so
/// that a file that is not ours stays as it is to the last byte.
/// </summary>
internal static class DatabaseFile
{
    public const string Name = "cartwright.db";

    /// <summary>"CART", in the place that SQLite has for it.</summary>
    public const int ApplicationId = 0x43415254;

    /// <summary>
    /// A checkout changes rows that lie far apart, each on a page of its own that goes to the log and later to the
    /// file as a whole: small pages cost a sixth less than SQLite's usual 4,096 bytes, and with a million rows in
    /// each table still a tenth less. A database keeps the size with which it was made.
    /// </summary>
    private const int PageBytes = 1024;
    private const int HeaderBytes = 100;
    private const int WriteVersionOffset = 18;
    private const int ApplicationIdOffset = 68;

    /// <summary>
    /// After how many pages in the write-ahead log, here 8 MB, they are copied into the file, which the commit that
    /// finds them has to do. Copying half as much twice as often costs a tenth more; twice as much makes that commit
    /// twice as long.
    /// </summary>
    private const int CheckpointPages = 8_000;

    /// <summary>
    /// The size to which the log is cut when it is restarted. It is larger than any log that only the lane fills; a log
    /// that grew because a reader of another process prevented its restart gives the disk back.
    /// </summary>
    private const int LogBytesKept = 16 * 1024 * 1024;

    /// <summary>Opens the database to write it; makes it, or brings it to the latest version, where needed.</summary>
    public static Connection OpenOrCreate(string path)
    {
        var record = CommitRecord.ReadRecord(Path.GetDirectoryName(path)!);
        Completeness.RequireOwnLog(path, record);
        CheckOurs(path);
        Completeness.RequireAll(path, record);
        PrivateFile.Require(path);
        var connection = Connection.Open(path, Access.Create);
        try
        {
            connection.Execute($"PRAGMA page_size = {PageBytes}");
            connection.Execute("PRAGMA journal_mode = WAL");
            Prepare(connection);
            SqliteMigrations.ApplyMissing(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a database that was opened or checked before.</summary>
    public static Connection Open(string path, Access access)
    {
        var connection = Connection.Open(path, access);
        try
        {
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database of a directory for a process that does not own it.</summary>
    /// <exception cref="FatalFault">There is none, or it is not one that this program can read as it is.</exception>
    public static Connection OpenExisting(string directory, Access access)
    {
        var connection = OpenMade(directory, access);
        if (connection.Number("PRAGMA user_version") == SqliteMigrations.Latest)
        {
            return connection;
        }

        connection.Dispose();
        throw new FatalFault(
            SqliteFaultCodes.OtherFormat,
            $"'{Path.Combine(directory, Name)}' has an earlier format. Start the server on it once, which "
                + "brings it to this one.");
    }

    /// <summary>Opens the database of a directory, of this version or an earlier one, that has its tables.</summary>
    /// <exception cref="FatalFault">There is none, or it is not one of ours.</exception>
    public static Connection OpenMade(string directory, Access access)
    {
        var connection = OpenAnyVersion(directory, access);
        if (connection.Number("PRAGMA user_version") > 0)
        {
            return connection;
        }

        connection.Dispose();
        throw new FatalFault(
            SqliteFaultCodes.Missing, $"'{Path.Combine(directory, Name)}' is empty: there is no shop in it.");
    }

    /// <summary>Opens the database of a directory, of this version or an earlier one.</summary>
    /// <exception cref="FatalFault">There is none, or it is not one of ours.</exception>
    public static Connection OpenAnyVersion(string directory, Access access)
    {
        var path = Path.Combine(directory, Name);
        if (!Path.Exists(path))
        {
            throw new FatalFault(SqliteFaultCodes.Missing, $"There is no database '{path}'.");
        }

        // Read first: a server that runs commits meanwhile.
        var record = CommitRecord.ReadRecord(directory);
        CheckOurs(path);
        Completeness.RequireAll(path, record);
        return Open(path, access);
    }

    /// <summary>
    /// Throws unless the file is a database of ours, of this version or an earlier one, or nothing yet.
    /// </summary>
    /// <exception cref="FatalFault">The message names the defect of the file.</exception>
    public static void CheckOurs(string path)
    {
        if (!HasHeader(path))
        {
            return;
        }

        string? missing;
        try
        {
            using var connection = Connection.Open(path, Access.Read);
            var version = connection.Number("PRAGMA user_version");
            CheckFormat(
                path,
                connection.Number("PRAGMA application_id"),
                version,
                connection.Number("SELECT count(*) FROM sqlite_schema WHERE sql IS NOT NULL"));
            missing = Schema.FirstMissing(connection, version);
        }
        catch (Exception unreadable)
            when (unreadable is InvalidOperationException or FatalFault { Code: SqliteFaultCodes.Damaged })
        {
            throw Damaged(path, unreadable);
        }

        if (missing is not null)
        {
            throw Damaged(path, new InvalidDataException($"It lacks {missing}, which its format has."));
        }
    }

    // A commit has been fsynced when it returns: an acknowledged answer survives a power cut.
    private static void Prepare(Connection connection)
    {
        connection.Execute("PRAGMA synchronous = FULL");
        connection.Execute($"PRAGMA wal_autocheckpoint = {CheckpointPages}");
        connection.Execute($"PRAGMA journal_size_limit = {LogBytesKept}");
    }

    private static bool HasHeader(string path)
    {
        if (Directory.Exists(path))
        {
            throw new FatalFault(SqliteFaultCodes.NotADatabase, $"'{path}' is a directory and no database.");
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        int length;
        long fileLength;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            length = RandomAccess.Read(file, header, fileOffset: 0);
            fileLength = RandomAccess.GetLength(file);
        }
        catch (FileNotFoundException)
        {
            return File.Exists(path + "-wal") ? throw LogWithoutDatabase(path) : false;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new FatalFault(SqliteFaultCodes.Unusable, $"'{path}' cannot be read: {unusable.Message}", unusable);
        }

        if (length == 0)
        {
            return false;
        }

        if (length < HeaderBytes || !header.StartsWith("SQLite format 3\0"u8))
        {
            throw new FatalFault(SqliteFaultCodes.NotADatabase, $"'{path}' is not a database. It was left as it is.");
        }

        CheckHeader(path, header, fileLength);
        return true;
    }

    // The header alone is checked without SQLite, which may make files beside a foreign database.
    private static void CheckHeader(string path, ReadOnlySpan<byte> header, long fileLength)
    {
        var applicationId = BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]);
        if (applicationId is not (0 or ApplicationId))
        {
            throw OtherProgram(path);
        }

        // A way of writing that SQLite does not know would make the file look as if it could only be read.
        if (header[WriteVersionOffset] is not (1 or 2))
        {
            throw Damaged(path, new InvalidDataException("Its header is not one that SQLite writes."));
        }

        var pageCount = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        var isCounted = header[24..28].SequenceEqual(header[92..96]);
        long pageBytes = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        if (isCounted && pageCount * pageBytes > fileLength && !File.Exists(path + "-wal"))
        {
            throw Damaged(path, new InvalidDataException($"It ends at {fileLength} bytes of {pageCount} pages."));
        }
    }

    // A process that ended while it made the file leaves a database without a table.
    private static void CheckFormat(string path, long applicationId, long version, long tableCount)
    {
        if (applicationId == 0 && version == 0 && tableCount == 0)
        {
            return;
        }

        if (applicationId != ApplicationId)
        {
            throw OtherProgram(path);
        }

        if (version < 1 || version > SqliteMigrations.Latest)
        {
            throw new FatalFault(
                SqliteFaultCodes.OtherFormat,
                $"'{path}' has format {version}, and this program knows 1 to {SqliteMigrations.Latest}. "
                    + "It was left as it is.");
        }
    }

    private static FatalFault OtherProgram(string path) =>
        new(SqliteFaultCodes.OtherFormat, $"'{path}' is a database of another program. It was left as it is.");

    private static FatalFault Damaged(string path, Exception cause) =>
        new(SqliteFaultCodes.Damaged, $"'{path}' is damaged: {cause.Message} It was left as it is.", cause);

    private static FatalFault LogWithoutDatabase(string path) =>
        new(SqliteFaultCodes.Damaged, $"'{path}' is missing, but its write-ahead log is there. Nothing was changed.");
}
