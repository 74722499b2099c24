using System.Text.Json;
using Cartwright.Engine.Options;
using Microsoft.IdentityModel.Tokens;

namespace Cartwright.Web.Access;

/// <summary>The keys of an issuer, by which its signatures are checked: a JSON Web Key Set.</summary>
public sealed class IssuerKeys
{
    private const string KeysMember = "keys";

    private IssuerKeys(IReadOnlyList<SecurityKey> keys) => Keys = keys;

    internal IReadOnlyList<SecurityKey> Keys { get; }

    /// <summary>Whether no token is valid.</summary>
    internal bool IsEmpty => Keys.Count == 0;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">
    /// It has no key of a signature, or every user can write it; the sentence does not name the file.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IssuerKeys Read(string path) => Parse(KeyFile.ReadText(path));

    /// <summary>The mistake in a file, as the rest of a sentence; null where there is none.</summary>
    public static string? MistakeIn(string path) => KeyFile.MistakeIn(path, file => Read(file));

    /// <summary>
    /// Reads a file that has changed while it was in use. Without a text, or with a set of no keys, no token is valid:
    /// an operator has revoked all.
    /// </summary>
    /// <exception cref="FormatException">It is malformed; the sentence does not name the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static IssuerKeys ReadChanged(string path) =>
        KeyFile.ReadText(path) is var text && IsEmptied(text) ? new IssuerKeys([]) : Parse(text);

    /// <summary>Those keys by which a signature is checked, and not made: no shared secret is among them.</summary>
    internal static IReadOnlyList<SecurityKey> SignaturesOf(IEnumerable<SecurityKey> keys) =>
        [.. keys.Where(key => key is AsymmetricSecurityKey or JsonWebKey { Kty: "RSA" or "EC" })];

    private static IssuerKeys Parse(string text)
    {
        try
        {
            var keys = SignaturesOf(new JsonWebKeySet(text).GetSigningKeys());
            return keys.Count > 0 ? new IssuerKeys(keys) : throw new FormatException("It has no RSA and no EC key.");
        }
        catch (ArgumentException malformed)
        {
            throw new FormatException("It is no JSON Web Key Set.", malformed);
        }
    }

    // Another object, such as an issuer's error, is no set: it revokes nothing.
    private static bool IsEmptied(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        try
        {
            using var set = JsonDocument.Parse(text);
            return set.RootElement.ValueKind == JsonValueKind.Object
                && set.RootElement.TryGetProperty(KeysMember, out var keys)
                && keys.ValueKind == JsonValueKind.Array
                && keys.GetArrayLength() == 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
