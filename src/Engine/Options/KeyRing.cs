namespace Cartwright.Engine.Options;

/// <summary>
/// The keys of a file, a line each: <c>name base64-of-the-key</c>. Empty lines and those that begin with <c>#</c> are
/// skipped. The first key makes, and each of them proves, so that one key replaces another without a gap.
/// </summary>
public sealed class KeyRing
{
    /// <summary>The most keys of a file.</summary>
    public const int KeysMax = 2;

    /// <summary>The least length of a key, in bytes.</summary>
    public const int KeyBytesMin = 32;

    private const int NameLengthMax = 64;
    private const int Fields = 2;

    private KeyRing(IReadOnlyList<RingKey> keys) => Keys = keys;

    /// <summary>The keys, in their order.</summary>
    public IReadOnlyList<RingKey> Keys { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is malformed; the sentence names neither the file nor a key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static KeyRing Read(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite))
        {
            throw new FormatException("Every user of the machine can write it.");
        }

        return Parse(File.ReadAllText(path));
    }

    /// <summary>The mistake in a file, as the rest of a sentence; null where there is none.</summary>
    public static string? MistakeIn(string path)
    {
        try
        {
            _ = Read(path);
            return null;
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            return $"names the file '{path}', which cannot be used: {unusable.Message.TrimEnd('.')}";
        }
    }

    /// <summary>The keys of a text.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static KeyRing Parse(string text)
    {
        List<RingKey> keys = [];
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Trim() is { Length: > 0 } trimmed && trimmed[0] != '#')
            {
                keys.Add(KeyOf(trimmed, number));
            }
        }

        return keys.Count switch
        {
            0 => throw new FormatException("It has no key."),
            > KeysMax => throw new FormatException($"It has more than {KeysMax} keys."),
            _ when keys.DistinctBy(key => key.Name).Count() < keys.Count =>
                throw new FormatException("It has two keys of one name."),
            _ => new KeyRing(keys),
        };
    }

    /// <summary>The key of a name; null where there is none.</summary>
    public RingKey? Find(string name)
    {
        foreach (var key in Keys)
        {
            if (key.Name == name)
            {
                return key;
            }
        }

        return null;
    }

    // The text may be a key, so that no sentence repeats it.
    private static RingKey KeyOf(string line, int number)
    {
        var fields = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Fields || !IsName(fields[0]))
        {
            throw new FormatException($"Line {number} is not of the form 'name base64-of-the-key'.");
        }

        var bytes = new byte[fields[1].Length];
        return Convert.TryFromBase64String(fields[1], bytes, out var length) && length >= KeyBytesMin
            ? new RingKey(fields[0], bytes[..length])
            : throw new FormatException(
                $"The key in line {number} must be the base64 of {KeyBytesMin} random bytes or more.");
    }

    private static bool IsName(string text) => text.Length is > 0 and <= NameLengthMax
        && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.');
}

/// <summary>A key of a ring.</summary>
/// <param name="Name">Its name, which is no secret.</param>
/// <param name="Secret">The key.</param>
public sealed record RingKey(string Name, byte[] Secret);
