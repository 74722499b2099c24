using System.Security.Cryptography;
using System.Text;
using Cartwright.Engine.Options;

namespace Cartwright.Web.Access;

/// <summary>
/// The API keys of a <see cref="KeyFile"/>, a line each: <c>name scope,scope sha256-of-the-key</c>. Two lines of one
/// name are two valid keys of one caller, for the time of a replacement.
/// The file has no secret: a key is 256 random bits, which no digest gives away.
/// </summary>
public sealed class ApiKeys
{
    /// <summary>The most keys of a file: each request is compared with all of them.</summary>
    public const int KeysMax = 1_000;

    /// <summary>The most keys of one name.</summary>
    public const int KeysOfNameMax = 2;

    private const string Prefix = "cartwright_";
    private const int KeyBytes = 32;
    private const int Fields = 3;

    private readonly IReadOnlyList<Entry> _entries;

    private ApiKeys(IReadOnlyList<Entry> entries) => _entries = entries;

    /// <summary>Whether no key is valid.</summary>
    internal bool IsEmpty => _entries.Count == 0;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">
    /// It is malformed, or has no key; the sentence does not name the file.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ApiKeys Read(string path) =>
        ReadChanged(path) is { IsEmpty: false } keys ? keys : throw new FormatException("It has no key.");

    /// <summary>The mistake in a file, as the rest of a sentence; null where there is none.</summary>
    public static string? MistakeIn(string path) => KeyFile.MistakeIn(path, file => Read(file));

    /// <summary>A new random key.</summary>
    public static string NewKey() =>
        Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The line of a key in a file.</summary>
    public static string LineOf(string name, IEnumerable<string> scopes, string key) =>
        $"{name} {string.Join(',', scopes)} {Convert.ToHexStringLower(DigestOf(key))}";

    /// <summary>
    /// Reads a file that has changed while it was in use. Without a key no key is valid: an operator has revoked all.
    /// </summary>
    /// <exception cref="FormatException">It is malformed; the sentence does not name the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ApiKeys ReadChanged(string path) => Parse(KeyFile.ReadText(path));

    /// <summary>The keys of a text; there may be none.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    internal static ApiKeys Parse(string text)
    {
        var entries = KeyFile.LinesOf(text).Select(line => EntryOf(line.Fields, line.Number)).ToList();
        if (MistakeIn(entries) is { } mistake)
        {
            throw new FormatException(mistake);
        }

        return new ApiKeys(entries);
    }

    /// <summary>
    /// The caller with these credentials; null where there is none. All digests are compared, each in fixed time, so
    /// that the time is the same for every key, known or not.
    /// </summary>
    internal Caller? Find(RequestCredentials credentials)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        DigestOf(credentials.Secret, digest);
        Caller? found = null;
        foreach (var entry in _entries)
        {
            if (CryptographicOperations.FixedTimeEquals(digest, entry.Digest))
            {
                found = entry.Caller;
            }
        }

        return credentials.Name is null || credentials.Name == found?.Name ? found : null;
    }

    private static Entry EntryOf(string[] fields, int number)
    {
        if (fields.Length != Fields)
        {
            throw new FormatException($"Line {number} is not of the form 'name scope,scope sha256-of-the-key'.");
        }

        if (!KeyFile.IsName(fields[0]))
        {
            throw new FormatException(
                $"The name in line {number} must be 1 to {KeyFile.NameLengthMax} of the letters a to z and A to Z, "
                + "digits, and - _ .");
        }

        return new Entry(new Caller(fields[0], ScopesOf(fields[1], number)), DigestIn(fields[2], number));
    }

    private static Scopes ScopesOf(string text, int number)
    {
        var scopes = Scopes.None;
        foreach (var name in text.Split(','))
        {
            scopes |= ScopeNames.OfKeys.Contains(name)
                ? ScopeNames.Find(name)
                : throw new FormatException(
                    $"'{name}' in line {number} is no scope of a key; they are: "
                    + $"{string.Join(", ", ScopeNames.OfKeys)}.");
        }

        return scopes;
    }

    // The text may be a key that was put there by mistake, so it is not repeated.
    private static byte[] DigestIn(string text, int number) =>
        text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text)
            : throw new FormatException(
                $"The digest in line {number} must be {SHA256.HashSizeInBytes * 2} hexadecimal digits.");

    private static string? MistakeIn(List<Entry> entries) =>
        entries.Count > KeysMax ? $"It has more than {KeysMax} keys."
        : entries.GroupBy(entry => entry.Caller.Name).FirstOrDefault(same => same.Count() > KeysOfNameMax) is { } name
            ? $"It has more than {KeysOfNameMax} keys of the name {name.Key}."
        : entries.DistinctBy(entry => Convert.ToHexString(entry.Digest)).Count() < entries.Count
            ? "It has one key twice."
        : null;

    private static byte[] DigestOf(string key)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        DigestOf(key, digest);
        return digest;
    }

    private static void DigestOf(string key, Span<byte> digest) => SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);

    private sealed record Entry(Caller Caller, byte[] Digest);
}
