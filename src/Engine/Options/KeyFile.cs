namespace Cartwright.Engine.Options;

/// <summary>
/// A file of keys, one in a line, its fields apart by spaces or tabs and the first of them a name. Empty lines and
/// those that begin with <c>#</c> are skipped.
/// </summary>
public static class KeyFile
{
    /// <summary>The longest name.</summary>
    public const int NameLengthMax = 64;

    /// <summary>Reads the text of a file that not every user can write.</summary>
    /// <exception cref="FormatException">Every user can write it; the sentence does not name the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string ReadText(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite)
            ? throw new FormatException("Every user of the machine can write it.")
            : File.ReadAllText(path);

    /// <summary>The fields of each line that is not skipped, and its number.</summary>
    public static IEnumerable<(string[] Fields, int Number)> LinesOf(string text) =>
        from line in text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1))
        where line.Text.Length > 0 && line.Text[0] != '#'
        select (line.Text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries), line.Number);

    /// <summary>Whether a text can be the name of a key, in logs and before a colon in credentials.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= NameLengthMax
        && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.');

    /// <summary>The mistake in a file, as the rest of a sentence; null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it; throws a <see cref="FormatException"/> where it is malformed.</param>
    public static string? MistakeIn(string path, Action<string> read)
    {
        try
        {
            read(path);
            return null;
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            return $"names the file '{path}', which cannot be used: {unusable.Message.TrimEnd('.')}";
        }
    }
}
