using System.Globalization;
using Cartwright.Web.Http;

namespace Cartwright.Cli.Configuration;

/// <summary>
/// The settings of the credentials that a process asks for; <see cref="Settings"/> has them among its own.
/// </summary>
internal static class AccessSettings
{
    private static readonly CallerLimits Limits = new();

    public static Setting ApiKeys { get; } = new(
        "api-keys",
        SettingKind.ApiKeys,
        string.Empty,
        "The [API keys](../security/access.md#api-keys) of callers, a line each: name, scopes, digest. Read again when "
            + "it changes");

    public static Setting Issuer { get; } = new(
        "auth-issuer",
        SettingKind.Issuer,
        string.Empty,
        "The issuer of [tokens](../security/access.md#tokens) (OpenID Connect). Its keys are fetched from it");

    public static Setting Audience { get; } = new(
        "auth-audience", SettingKind.AnyText("TEXT"), string.Empty, "The audience that a token must have");

    public static Setting IssuerKeys { get; } = new(
        "auth-keys",
        SettingKind.IssuerKeys,
        string.Empty,
        "The issuer's keys as a file (JWKS), where they are not fetched. Read again when it changes");

    public static Setting Reset { get; } = new(
        "reset",
        SettingKind.OneOf(Settings.On, Settings.Off),
        string.Empty,
        "Whether the three `batch_init` exist. Without it, on where the node listens on the loopback and asks for no "
            + "credentials, and off elsewhere");

    public static Setting CallerWrites { get; } = new(
        "caller-writes",
        SettingKind.WholeNumber(0, 1_000_000),
        TextOf(Limits.WritesPerSecondMax),
        "Gateway, embedded: how many writes a second [one caller](../security/access.md#limits-of-a-caller) may send, "
            + "where credentials are asked for; 0: any number");

    public static Setting CallerRequests { get; } = new(
        "caller-requests",
        SettingKind.WholeNumber(0, 1_000_000),
        TextOf(Limits.WritesUnderWayMax),
        "Gateway, embedded: how many writes one caller may have under way at once, those that wait for an outcome "
            + "included; 0: any number");

    public static Setting CallerStreams { get; } = new(
        "caller-streams",
        SettingKind.WholeNumber(0, 100_000),
        TextOf(Limits.StreamsMax),
        "Gateway, embedded: how many event streams one caller may have open; 0: any number");

    public static IReadOnlyList<Setting> All { get; } =
        [ApiKeys, Issuer, Audience, IssuerKeys, Reset, CallerWrites, CallerRequests, CallerStreams];

    /// <summary>The settings that belong together, and those that have no use.</summary>
    /// <param name="configured">The settings.</param>
    /// <param name="isService">Whether the process is a node of services.</param>
    public static IEnumerable<string> MistakesIn(Configured configured, bool isService)
    {
        if (configured.IsSet(Issuer) != configured.IsSet(Audience))
        {
            yield return $"{Issuer.Option} and {Audience.Option} belong together.";
        }

        if (configured.IsSet(IssuerKeys) && !configured.IsSet(Issuer))
        {
            yield return $"{configured.PlaceOf(IssuerKeys)} has no use without {Issuer.Option}.";
        }

        // A variable or a file may be the same for all processes; an option is meant for this one.
        var asksForCredentials = configured.IsSet(ApiKeys) || configured.IsSet(Issuer);
        foreach (var value in ((Setting[])[CallerWrites, CallerRequests, CallerStreams]).Select(configured.ValueOf)
            .Where(value => value.Source == SettingSource.CommandLine && (isService || !asksForCredentials)))
        {
            yield return isService
                ? $"{value.Place} is for a gateway, which limits the callers of its nodes, and for the embedded shop."
                : $"{value.Place} has no use without {ApiKeys.Option} or {Issuer.Option}: there are no callers.";
        }
    }

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
