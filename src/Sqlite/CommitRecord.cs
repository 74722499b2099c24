using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Cartwright.Sqlite;

/// <summary>
/// The number of the last committed batch, in a file of its own beside the database: without it, a database that has
/// lost its write-ahead log looks like one that was never used.
/// </summary>
/// <param name="Lane">The lane that was opened last. Lanes' numbers are never used again.</param>
/// <param name="Committed">How many of its batches are committed at least. Written after each commit.</param>
/// <param name="InFile">
/// How many of them were in the database file when the write-ahead log was restarted, so that the log has only the
/// batches after them; -1 where that is not known.
/// </param>
internal readonly record struct CommitRecord(long Lane, long Committed, long InFile)
{
    public const string FileName = "cartwright.state";

    /// <summary>The length never changes, so that it is always written over itself as a whole.</summary>
    public const int Bytes = 96;

    /// <summary>Reads the record; null where there is no file, or where an earlier version has left none.</summary>
    public static CommitRecord? ReadRecord(string directory)
    {
        try
        {
            using var file = File.OpenHandle(
                Path.Combine(directory, FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[Bytes];
            return Parse(Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(file, bytes, fileOffset: 0)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Write(Span<byte> bytes)
    {
        bytes.Fill((byte)' ');
        Utf8.TryWrite(
            bytes, CultureInfo.InvariantCulture, $"lane {Lane} committed {Committed} in-file {InFile}", out _);
        bytes[^1] = (byte)'\n';
    }

    // A line that was not written by this program counts as none: it must never keep a sound shop from starting.
    private static CommitRecord? Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is
            ["lane", var lane, "committed", var committed, "in-file", var inFile, ..]
        && long.TryParse(lane, CultureInfo.InvariantCulture, out var laneNumber)
        && long.TryParse(committed, CultureInfo.InvariantCulture, out var committedCount)
        && long.TryParse(inFile, CultureInfo.InvariantCulture, out var inFileCount)
            ? new CommitRecord(laneNumber, committedCount, inFileCount)
            : null;
}
