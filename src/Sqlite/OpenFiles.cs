using System.Buffers.Binary;
using System.Diagnostics;
using Cartwright.Engine.Ports;
using Microsoft.Win32.SafeHandles;

namespace Cartwright.Sqlite;

/// <summary>
/// The files that the store has open, and whether they are still those under their names. A commit into a file that
/// was deleted or replaced succeeds, and is gone with the process: it must not be acknowledged.
/// </summary>
internal sealed class OpenFiles : IDisposable
{
    // Reads may be that late to notice; commits are not.
    private static readonly TimeSpan ReadsLookEvery = TimeSpan.FromMilliseconds(100);
    private const int SaltOffset = 16;

    private readonly string _directory;
    private readonly (string Name, byte[] Path)[] _names;
    private readonly Lock _lock = new();
    private FileIdentity[]? _identities;
    private SafeFileHandle? _log;
    private FileStream? _state;
    private CommitRecord _record;
    private long _salt;
    private long _lookedAt;

    public OpenFiles(string path, string lockPath)
    {
        _directory = Path.GetDirectoryName(path)!;
        _names =
        [
            .. new[] { path, path + "-wal", path + "-shm", lockPath, Path.Combine(_directory, CommitRecord.FileName) }
                .Select(name => (name, FileIdentity.PathOf(name))),
        ];
    }

    /// <summary>Opens a connection, and makes sure that it is one to the same file as the others.</summary>
    public Connection Open(string path, Access access)
    {
        // Before, so that a file that has gone does not look like one that cannot be opened for a while.
        Require();
        var connection = DatabaseFile.Open(path, access);
        try
        {
            Require();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether all files are still there; true before the first lane was opened.</summary>
    public bool AreOurs => Missing() is null;

    /// <summary>Begins to look after the files, and to record the commits of a lane that was just opened.</summary>
    /// <param name="lane">Its number.</param>
    /// <param name="isInFile">Whether the database file has everything up to here without its log.</param>
    public void BeginWatching(long lane, bool isInFile)
    {
        lock (_lock)
        {
            _log ??= File.OpenHandle(_names[1].Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            _state ??= PrivateFile.Open(_names[^1].Name, FileMode.OpenOrCreate, FileShare.ReadWrite);
            _salt = Salt();
            _record = new CommitRecord(lane, 0, isInFile ? 0 : -1);
            TryWrite(_state);
            _state.Flush(flushToDisk: true);
            _identities ??= [.. _names.Select(name => FileIdentity.IdentityOf(name.Path))];
        }
    }

    /// <summary>After a COMMIT and before its acknowledgement: it is in the files that the next start finds.</summary>
    /// <exception cref="FatalFault">One of them has gone, or is another one.</exception>
    public void Committed(long lane, long committed)
    {
        Require();
        lock (_lock)
        {
            if (lane != _record.Lane)
            {
                return;
            }

            // The log is restarted only when all of it is in the database file.
            var salt = Salt();
            var inFile = salt == _salt ? _record.InFile : committed - 1;
            _salt = salt;
            _record = new CommitRecord(lane, committed, inFile);
            TryWrite(_state!);
        }
    }

    /// <summary>For reads: checks the files now and then.</summary>
    public void RequireSometimes()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= ReadsLookEvery)
        {
            Require();
            Volatile.Write(ref _lookedAt, Stopwatch.GetTimestamp());
        }
    }

    /// <exception cref="FatalFault">A file has gone, or is another one.</exception>
    public void Require()
    {
        if (Missing() is { } name)
        {
            PutRecordBack();
            throw new FatalFault(
                SqliteFaultCodes.Replaced,
                $"'{name}' was deleted, moved or replaced while the shop ran. Nothing is acknowledged any more.");
        }
    }

    public void Dispose()
    {
        _log?.Dispose();
        _state?.Dispose();
    }

    private string? Missing()
    {
        if (Volatile.Read(ref _identities) is not { } identities)
        {
            return null;
        }

        for (var i = 0; i < identities.Length; i++)
        {
            if (FileIdentity.IdentityOf(_names[i].Path) != identities[i])
            {
                return _names[i].Name;
            }
        }

        return null;
    }

    // The next start must not take the remaining files for a shop that was never used.
    private void PutRecordBack()
    {
        lock (_lock)
        {
            if (!Directory.Exists(_directory) || File.Exists(_names[^1].Name))
            {
                return;
            }

            using var again = PrivateFile.Open(_names[^1].Name, FileMode.OpenOrCreate, FileShare.ReadWrite);
            TryWrite(again);
        }
    }

    // Not fsynced: it is for a process that dies. One that is behind, as after a power cut, does no harm: there may
    // always be more in the database.
    private bool TryWrite(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[CommitRecord.Bytes];
        _record.Write(bytes);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, bytes, fileOffset: 0);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // It changes each time that the log is restarted.
    private long Salt()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        return RandomAccess.Read(_log!, bytes, SaltOffset) == bytes.Length
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
            : 0;
    }
}
