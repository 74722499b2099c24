namespace Cartwright.Engine.Options;

/// <summary>
/// The keys of a <see cref="KeyFile"/>, a line each: <c>name base64-of-the-key</c>. The first key makes, and each of
/// them proves, so that one key replaces another without a gap.
/// </summary>
public sealed class KeyRing
{
    /// <summary>The most keys of a file.</summary>
    public const int KeysMax = 2;

    /// <summary>The least length of a key, in bytes.</summary>
    public const int KeyBytesMin = 32;

    private const int Fields = 2;

    private KeyRing(IReadOnlyList<RingKey> keys) => Keys = keys;

    /// <summary>The keys, in their order.</summary>
    public IReadOnlyList<RingKey> Keys { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is malformed; the sentence names neither the file nor a key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static KeyRing Read(string path) => Parse(KeyFile.ReadText(path));

    /// <summary>The mistake in a file, as the rest of a sentence; null where there is none.</summary>
    public static string? MistakeIn(string path) => KeyFile.MistakeIn(path, file => Read(file));

    /// <summary>The keys of a text.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static KeyRing Parse(string text)
    {
        var keys = KeyFile.LinesOf(text).Select(line => KeyOf(line.Fields, line.Number)).ToList();
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
    private static RingKey KeyOf(string[] fields, int number)
    {
        if (fields.Length != Fields || !KeyFile.IsName(fields[0]))
        {
            throw new FormatException($"Line {number} is not of the form 'name base64-of-the-key'.");
        }

        var bytes = new byte[fields[1].Length];
        return Convert.TryFromBase64String(fields[1], bytes, out var length) && length >= KeyBytesMin
            ? new RingKey(fields[0], bytes[..length])
            : throw new FormatException(
                $"The key in line {number} must be the base64 of {KeyBytesMin} random bytes or more.");
    }
}

/// <summary>A key of a ring.</summary>
/// <param name="Name">Its name, which is no secret.</param>
/// <param name="Secret">The key.</param>
public sealed record RingKey(string Name, byte[] Secret);
