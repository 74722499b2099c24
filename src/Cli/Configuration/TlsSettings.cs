namespace Cartwright.Cli.Configuration;

/// <summary>
/// The settings of encrypted connections to and between the processes of a shop; <see cref="Settings"/> has them among
/// its own.
/// </summary>
internal static class TlsSettings
{
    public static Setting Certificate { get; } = new(
        "tls-certificate",
        SettingKind.ReadableFile,
        string.Empty,
        "The certificate of [this process](../security/tls.md), as PEM, followed by those of the authorities between "
            + "it and the root; read again when it changes");

    public static Setting Key { get; } = new(
        "tls-key", SettingKind.ReadableFile, string.Empty, "The key of `tls-certificate`, as PEM without a password");

    public static IReadOnlyList<Setting> All { get; } = [Certificate, Key];

    /// <summary>The settings that an encrypted address needs, and those that have no use.</summary>
    public static IEnumerable<string> MistakesIn(Configured configured)
    {
        var encrypted = ((Setting[])[Settings.Url, Settings.AdminUrl])
            .FirstOrDefault(address => IsEncrypted(configured.ValueOf(address).Text));
        if (configured.IsSet(Certificate) != configured.IsSet(Key))
        {
            yield return $"{Certificate.Option} and {Key.Option} belong together.";
        }
        else if (encrypted is not null && !configured.IsSet(Certificate))
        {
            yield return $"{Certificate.Option} and {Key.Option} are needed: {configured.PlaceOf(encrypted)} is https.";
        }
        else if (encrypted is null && configured.IsSet(Certificate))
        {
            yield return $"{configured.PlaceOf(Certificate)} has no use: no address of this process is https.";
        }
    }

    private static bool IsEncrypted(string url) =>
        url.StartsWith($"{Uri.UriSchemeHttps}:", StringComparison.OrdinalIgnoreCase);
}
