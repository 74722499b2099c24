namespace Cartwright.Cli.Configuration;

/// <summary>
/// The settings of the credentials that a process asks for; <see cref="Settings"/> has them among its own.
/// </summary>
internal static class AccessSettings
{
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

    public static IReadOnlyList<Setting> All { get; } = [ApiKeys, Issuer, Audience, IssuerKeys, Reset];

    /// <summary>The settings that belong together.</summary>
    public static IEnumerable<string> MistakesIn(Configured configured)
    {
        if (configured.IsSet(Issuer) != configured.IsSet(Audience))
        {
            yield return $"{Issuer.Option} and {Audience.Option} belong together.";
        }

        if (configured.IsSet(IssuerKeys) && !configured.IsSet(Issuer))
        {
            yield return $"{configured.PlaceOf(IssuerKeys)} has no use without {Issuer.Option}.";
        }
    }
}
