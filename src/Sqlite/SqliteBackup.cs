using Cartwright.Engine.Ports;

namespace Cartwright.Sqlite;

/// <summary>
/// Copies the database into one file, as it stood at one moment, beside a server that runs or without one. The copy
/// reads one snapshot from beginning to end, so that commits of the server do not make it begin again.
/// </summary>
internal static class SqliteBackup
{
    /// <summary>Writes the copy under a temporary name, checks it, and gives it its name last.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="file">The copy; its folder exists, and it does not.</param>
    /// <param name="progress">Receives after each part how many pages are copied, and how many there are.</param>
    /// <param name="cancellation">Ends it between two parts; nothing is left behind.</param>
    /// <returns>The size of the copy in bytes.</returns>
    /// <exception cref="FatalFault">The database is missing, or cannot be read as it is.</exception>
    /// <exception cref="IOException">The copy cannot be written, or there is a file of its name.</exception>
    public static long Write(
        string directory, string file, Action<long, long> progress, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(file);
        RequireFree(target);
        var folder = Path.GetDirectoryName(target)!;
        var draft = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        try
        {
            PrivateFile.Open(draft, FileMode.CreateNew, FileShare.None).Dispose();
            Copy(directory, draft, progress, cancellation);
            var length = Sync(draft);
            RequireFree(target);
            File.Move(draft, target);
            PrivateFile.SyncDirectory(folder);
            return length;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Copy(
        string directory, string draft, Action<long, long> progress, CancellationToken cancellation)
    {
        using var target = Connection.Open(draft, Access.Write);

        // No other process knows the draft, and an unfinished one is deleted. Without a lock of its own there is no
        // index file beside it either.
        target.Execute("PRAGMA locking_mode = EXCLUSIVE");
        target.Execute("PRAGMA journal_mode = OFF");
        target.Execute("PRAGMA synchronous = OFF");
        using (var source = DatabaseFile.OpenAnyVersion(directory, Access.Read))
        {
            source.BeginSnapshot();
            source.CopyTo(target, progress, cancellation);
        }

        // The copy is one file. The server turns the log on again when it opens it.
        target.Execute("PRAGMA journal_mode = DELETE");
        RequireSound(target);
    }

    private static void RequireSound(Connection copy)
    {
        using var check = copy.Prepare("PRAGMA integrity_check(1)");
        if (!check.Step() || check.ReadText() is not "ok")
        {
            throw new FatalFault(
                SqliteFaultCodes.Damaged, "The copy is not sound, so the database is damaged. No backup was written.");
        }
    }

    private static long Sync(string draft)
    {
        using var file = PrivateFile.Open(draft, FileMode.Open, FileShare.None);
        file.Flush(flushToDisk: true);
        return file.Length;
    }

    // A link that leads nowhere is a name that is taken too.
    private static void RequireFree(string target)
    {
        if (new FileInfo(target) is { Exists: true } or { LinkTarget: not null } || Directory.Exists(target))
        {
            throw new IOException($"'{target}' exists. A backup replaces nothing: name another file.");
        }
    }
}
