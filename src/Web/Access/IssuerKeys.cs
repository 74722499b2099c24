using Microsoft.IdentityModel.Tokens;

namespace Cartwright.Web.Access;

/// <summary>The keys of an issuer, by which its signatures are checked: a JSON Web Key Set.</summary>
public sealed class IssuerKeys
{
    private IssuerKeys(IReadOnlyList<SecurityKey> keys) => Keys = keys;

    internal IReadOnlyList<SecurityKey> Keys { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It has no key of a signature.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IssuerKeys Read(string path)
    {
        try
        {
            var keys = SignaturesOf(new JsonWebKeySet(File.ReadAllText(path)).GetSigningKeys());
            return keys.Count > 0 ? new IssuerKeys(keys) : throw new FormatException("It has no RSA and no EC key.");
        }
        catch (ArgumentException malformed)
        {
            throw new FormatException("It is no JSON Web Key Set.", malformed);
        }
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

    /// <summary>Those keys by which a signature is checked, and not made: no shared secret is among them.</summary>
    internal static IReadOnlyList<SecurityKey> SignaturesOf(IEnumerable<SecurityKey> keys) =>
        [.. keys.Where(key => key is AsymmetricSecurityKey or JsonWebKey { Kty: "RSA" or "EC" })];
}
