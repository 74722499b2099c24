namespace Cartwright.Lab.Cluster;

/// <summary>The end of a part's log, for a message.</summary>
internal static class LogTail
{
    private const int BytesMax = 8 * 1024;
    private const int LinesMax = 15;

    /// <summary>The last lines, indented; control characters, which could drive a terminal, as dots.</summary>
    public static string TailOf(string logFile)
    {
        try
        {
            using var file = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(-Math.Min(BytesMax, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file);
            var lines = reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(LinesMax);
            return string.Join('\n', lines.Select(line => "  " + Readable(line.TrimEnd('\r'))));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return $"  {unreadable.Message}";
        }
    }

    private static string Readable(string line) =>
        string.Concat(line.Select(character => char.IsControl(character) && character != '\t' ? '.' : character));
}
