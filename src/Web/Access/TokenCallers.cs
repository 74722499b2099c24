using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cartwright.Domain;
using Cartwright.Web.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Cartwright.Web.Access;

/// <summary>The caller that a valid token names.</summary>
internal static class TokenCallers
{
    /// <summary>The beginning of their names. A name of a key has no colon, so that no key can have one.</summary>
    public const string Prefix = "token:";

    private const string UserClaim = "cartwright_user";
    private const int SubjectLengthMax = 255;
    private const int NameBytes = 16;

    private static readonly string[] ScopeClaims = ["scope", "scp"];

    /// <summary>The caller; null where the token has no subject.</summary>
    public static Caller? CallerOf(JsonWebToken token) => token.Subject is not { Length: > 0 and <= SubjectLengthMax }
        ? null
        : Limited(new Caller(NameOf(token.Issuer, token.Subject), ScopesOf(token)) { User = UserOf(token) });

    // A caller that acts for one user, and has none, acts for no one.
    private static Caller Limited(Caller caller) =>
        caller.User is null ? caller with { Scopes = caller.Scopes & ~Scopes.OneUser } : caller;

    private static string NameOf(string issuer, string subject) => Prefix + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, NameBytes));

    // A text with blanks (RFC 8693), or a list, as some issuers write it.
    private static Scopes ScopesOf(JsonWebToken token) => token.Claims
        .Where(claim => ScopeClaims.Contains(claim.Type))
        .SelectMany(claim => claim.Value.Split(' '))
        .Aggregate(Scopes.None, (scopes, name) => scopes | ScopeNames.Find(name));

    private static UserId? UserOf(JsonWebToken token)
    {
        var named = token.Claims.Where(claim => claim.Type == UserClaim).Select(claim => claim.Value).ToList();
        return named is [{ Length: > 0 and <= Numbers.DigitsMax } digits]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                ? new UserId(user)
                : null;
    }
}
