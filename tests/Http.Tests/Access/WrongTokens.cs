namespace Cartwright.Http.Tests.Access;

/// <summary>Credentials that no server may accept, by their names.</summary>
internal static class WrongTokens
{
    // 64 bytes of ES256 in base64url.
    private const int SignatureLength = 86;

    public static IEnumerable<(string Name, string? Header)> Of(TestIssuer issuer)
    {
        yield return ("no credentials", null);
        yield return ("no key of the file", "Bearer cartwright_3p0vYc7xkC8m2v1Jj0TqkFhD9dXb1uQeWn5RzLsAoGI");
        foreach (var (name, token) in Tokens(issuer))
        {
            yield return (name, $"Bearer {token}");
        }
    }

    private static IEnumerable<(string Name, string Token)> Tokens(TestIssuer issuer)
    {
        yield return ("expired", Changed(issuer, "exp", TestIssuer.At(-TimeSpan.FromSeconds(40))));
        yield return ("without an end", Changed(issuer, "exp", null));
        yield return ("not valid yet", Changed(issuer, "nbf", TestIssuer.At(TimeSpan.FromMinutes(2))));
        yield return ("wrong audience", Changed(issuer, "aud", "another"));
        yield return ("no audience", Changed(issuer, "aud", null));
        yield return ("wrong issuer", Changed(issuer, "iss", "https://other.example"));
        yield return ("no subject", Changed(issuer, "sub", null));
        yield return ("alg none", issuer.Unsigned());
        yield return ("HS256 with the public key", issuer.SignedWithPublicKey(asPem: false));
        yield return ("HS256 with the public key as PEM", issuer.SignedWithPublicKey(asPem: true));
        yield return ("another key with the same kid", issuer.OfOtherKey());
        yield return ("an algorithm of another key", issuer.Signed(TestIssuer.Claims(), "RS256"));
        yield return ("ES512 as a name", issuer.Signed(TestIssuer.Claims(), "ES512"));
        yield return ("an extension that must be understood", issuer.WithExtension(""" "crit":["exp"] """));
        var token = issuer.Token("orders");
        yield return ("no signature", token[..^SignatureLength]);
        yield return ("a changed signature", token[..^SignatureLength]
            + (token[^SignatureLength] == 'A' ? 'B' : 'A') + token[^(SignatureLength - 1)..]);
        yield return ("no token", "a.b.c");
    }

    private static string Changed(TestIssuer issuer, string claim, object? value)
    {
        var claims = TestIssuer.Claims();
        claims[claim] = value;
        return issuer.Signed(claims);
    }
}
