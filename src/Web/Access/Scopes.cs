using System.Collections.Frozen;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Access;

/// <summary>Parts of the interface that a caller may use; <see cref="ScopeNames"/> has their names.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Act for the one user that the token names: its orders, its credit, and the price of items.</summary>
    OneUser = 1,

    /// <summary>All of <c>/orders</c> for every user, without the reset.</summary>
    Orders = 2,

    /// <summary>All of <c>/payment</c>, without the reset.</summary>
    Payment = 4,

    /// <summary>All of <c>/stock</c>, without the reset.</summary>
    Stock = 8,

    /// <summary>The three <c>batch_init</c>.</summary>
    Reset = 16,

    /// <summary>The admin address, the console, and the descriptions of the interface.</summary>
    Operate = 32,

    /// <summary>The metrics at the admin address, and nothing else of it.</summary>
    Observe = 64,

    All = OneUser | Orders | Payment | Stock | Reset | Operate | Observe,
}

/// <summary>The names of the scopes, in key files and tokens.</summary>
public static class ScopeNames
{
    private static readonly FrozenDictionary<string, Scopes> Known = new Dictionary<string, Scopes>
    {
        ["shopper"] = Scopes.OneUser,
        ["orders"] = Scopes.Orders,
        ["payment"] = Scopes.Payment,
        ["stock"] = Scopes.Stock,
        ["reset"] = Scopes.Reset,
        ["operate"] = Scopes.Operate,
        ["observe"] = Scopes.Observe,
    }.ToFrozenDictionary();

    /// <summary>The scopes of an API key. A key belongs to no user, so that it cannot act for one.</summary>
    public static IReadOnlyList<string> OfKeys { get; } =
        [.. Known.Where(scope => scope.Value != Scopes.OneUser).OrderBy(scope => scope.Value).Select(s => s.Key)];

    /// <summary>The scope of this name; none where the name is not known.</summary>
    public static Scopes Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The names of some scopes, in one order.</summary>
    public static IEnumerable<string> NamesOf(Scopes scopes) =>
        Known.Where(scope => scopes.HasFlag(scope.Value)).OrderBy(scope => scope.Value).Select(scope => scope.Key);
}

/// <summary>
/// Metadata of an endpoint: the scopes, each of which is enough to use it. None: the endpoint asks for no credentials.
/// </summary>
internal sealed record AccessRule(Scopes Scopes)
{
    public bool IsForAnybody => Scopes == Scopes.None;

    /// <summary>Whether a node behind it asks for the credentials.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>
    /// Whether a browser is meant to use it, and so may send its credentials as a name and a password. A browser
    /// attaches those by itself, so that no other endpoint accepts them.
    /// </summary>
    public bool IsForBrowsers => Scopes == Scopes.Operate;
}

/// <summary>Declares the callers of an endpoint. An endpoint without a declaration is refused.</summary>
internal static class AccessDeclarations
{
    private static readonly AnswerHeader Challenge = new(
        "WWW-Authenticate",
        "The kind of credentials that it accepts.",
        "Bearer realm=\"cartwright\"",
        IsAlwaysThere: true,
        StatusCodes.Status401Unauthorized);

    /// <summary>Each of these scopes is enough to use it.</summary>
    public static TBuilder Allows<TBuilder>(this TBuilder builder, Scopes scopes)
        where TBuilder : IEndpointConventionBuilder => scopes == Scopes.None
        ? throw new ArgumentException("A rule without a scope is for anybody.", nameof(scopes))
        : builder.WithMetadata(
            [new AccessRule(scopes), .. ScopeNames.NamesOf(scopes).Select(name => new RequiredScope(name))]).Refuses(
            ProblemCodes.Unauthenticated, ProblemCodes.Forbidden, ProblemCodes.IssuerUnavailable)
            .SendsHeader(Challenge);

    /// <summary>It asks for no credentials.</summary>
    public static TBuilder AllowsAnybody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRule(Scopes.None));

    /// <summary>It asks for no credentials: a node behind it does.</summary>
    public static TBuilder ForwardsCredentials<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(Scopes.None) { IsForwarded = true });
}
