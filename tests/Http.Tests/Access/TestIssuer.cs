using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Http.Tests.Access;

/// <summary>
/// An issuer of tokens, with its key in a file (JWKS). It also makes tokens that no server may accept.
/// </summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.example";
    public const string Audience = "shop";
    private const string KeyId = "one";

    private readonly DataFolder _folder = new();
    private ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestIssuer() => File.WriteAllText(Path, KeySet());

    public string Path => System.IO.Path.Combine(_folder.Path, "jwks.json");

    /// <summary>The options of a server that accepts its tokens.</summary>
    public string[] Options => ["--auth-issuer", Name, "--auth-audience", Audience, "--auth-keys", Path];

    /// <summary>The same within a process of the tests.</summary>
    public AccessOptions Access => new() { Issuer = Name, Audience = Audience, IssuerKeysFile = Path };

    /// <summary>Accepts its tokens, and the API keys of a file where one is given.</summary>
    public AccessControl Open(KeyFile? keys = null) => AccessControl.Create(
        Access with { ApiKeysFile = keys?.Path }, NullLogger.Instance, TimeProvider.System);

    /// <summary>Signs with another key from now on, and publishes that one alone.</summary>
    public void ReplaceKey()
    {
        _key.Dispose();
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Publish();
    }

    /// <summary>Writes its key into its file, in place of what is there.</summary>
    public void Publish()
    {
        File.WriteAllText($"{Path}.new", KeySet());
        File.Move($"{Path}.new", Path, overwrite: true);
    }

    /// <summary>A valid token.</summary>
    public string Token(string scope, string? user = null, string subject = "someone") =>
        Signed(Claims(scope, user, subject));

    /// <summary>A valid token, but for the changes.</summary>
    public string Signed(Dictionary<string, object?> claims, string algorithm = "ES256") =>
        With(algorithm, claims, input => _key.SignData(input, HashAlgorithmName.SHA256));

    /// <summary>A valid token, but for the header of extensions that must be understood.</summary>
    /// <param name="critical">The header's member and its value, as JSON.</param>
    public string WithExtension(string critical) => Signed(
        $$"""{"alg":"ES256","kid":"{{KeyId}}","typ":"JWT",{{critical}}}""",
        Claims(),
        input => _key.SignData(input, HashAlgorithmName.SHA256));

    public string Unsigned() => With("none", Claims(), _ => []);

    /// <summary>Signed with the public key as if it were a shared secret.</summary>
    public string SignedWithPublicKey(bool asPem) => With(
        "HS256",
        Claims(),
        input => HMACSHA256.HashData(
            asPem ? Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()) : _key.ExportSubjectPublicKeyInfo(),
            input));

    /// <summary>Signed with another key that has the same id.</summary>
    public string OfOtherKey()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return With("ES256", Claims(), input => other.SignData(input, HashAlgorithmName.SHA256));
    }

    /// <summary>The claims of a token with every scope, valid for five minutes.</summary>
    public static Dictionary<string, object?> Claims(
        string scope = "orders payment stock reset operate", string? user = null, string subject = "someone") => new()
    {
        ["iss"] = Name,
        ["aud"] = Audience,
        ["sub"] = subject,
        ["scope"] = scope,
        ["exp"] = At(TimeSpan.FromMinutes(5)),
        ["cartwright_user"] = user,
    };

    /// <summary>A time as tokens have it.</summary>
    public static long At(TimeSpan fromNow) => (TimeProvider.System.GetUtcNow() + fromNow).ToUnixTimeSeconds();

    /// <summary>The public key, as a JSON Web Key Set.</summary>
    public string KeySet()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", kid = KeyId, x = TextOf(point.X!), y = TextOf(point.Y!),
                },
            },
        });
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private static string With(string algorithm, Dictionary<string, object?> claims, Func<byte[], byte[]> sign) =>
        Signed(JsonSerializer.Serialize(new { alg = algorithm, kid = KeyId, typ = "JWT" }), claims, sign);

    private static string Signed(string header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var given = claims.Where(claim => claim.Value is not null).ToDictionary();
        var input = $"{TextOf(Encoding.UTF8.GetBytes(header))}.{TextOf(JsonSerializer.SerializeToUtf8Bytes(given))}";
        return $"{input}.{TextOf(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string TextOf(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);
}
