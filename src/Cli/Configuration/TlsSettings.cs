using Cartwright.Web.Gateway;

namespace Cartwright.Cli.Configuration;

/// <summary>
/// The settings of encrypted connections to and between the processes of a shop; <see cref="Settings"/> has them among
/// its own.
/// </summary>
internal static class TlsSettings
{
    private const string OfEveryFile = "as PEM; read again when it changes";

    public static Setting Certificate { get; } = new(
        "tls-certificate",
        SettingKind.ReadableFile,
        string.Empty,
        "The certificate of [this process](../security/tls.md), followed by those of the authorities between it and "
            + $"the root, {OfEveryFile}");

    public static Setting Key { get; } = new(
        "tls-key", SettingKind.ReadableFile, string.Empty, "The key of `tls-certificate`, as PEM without a password")
    {
        NamesSecret = true,
    };

    public static Setting ClientAuthority { get; } = new(
        "tls-client-ca",
        SettingKind.ReadableFile,
        string.Empty,
        $"The authorities whose certificates [a client must have](../security/tls.md#nodes-that-accept-gateways-only), "
            + $"{OfEveryFile}; without it a client needs none");

    public static Setting ClientNames { get; } = new(
        "tls-client-names",
        SettingKind.ListOfTexts("NAME,…"),
        string.Empty,
        "The names (SAN) of which a client's certificate must have one; without it each name is accepted");

    public static Setting Trust { get; } = new(
        "tls-trust",
        SettingKind.ReadableFile,
        string.Empty,
        $"Gateway: the authorities of the nodes' certificates, {OfEveryFile}; without it those that the machine "
            + "trusts");

    public static Setting CallCertificate { get; } = new(
        "tls-call-certificate",
        SettingKind.ReadableFile,
        string.Empty,
        $"Gateway: the certificate for the nodes, where it is another one than `tls-certificate`, {OfEveryFile}");

    public static Setting CallKey { get; } = new(
        "tls-call-key",
        SettingKind.ReadableFile,
        string.Empty,
        "The key of `tls-call-certificate`, as PEM without a password")
    {
        NamesSecret = true,
    };

    public static IReadOnlyList<Setting> All { get; } =
        [Certificate, Key, ClientAuthority, ClientNames, Trust, CallCertificate, CallKey];

    /// <summary>The setting of an encrypted address of this process; null where there is none.</summary>
    public static Setting? Listens(Configured configured) => ((Setting[])[Settings.Url, Settings.AdminUrl])
        .FirstOrDefault(address => IsEncrypted(configured.ValueOf(address).Text));

    /// <summary>Whether this process calls encrypted nodes.</summary>
    public static bool Calls(Configured configured) => Settings.Nodes.Values.Append(Settings.AdminNodes)
        .SelectMany(nodes => SettingKind.SplitList(configured.ValueOf(nodes).Text))
        .Any(IsEncrypted);

    /// <summary>The settings that an encrypted address needs, and those that have no use.</summary>
    public static IEnumerable<string> MistakesIn(Configured configured)
    {
        var (listens, calls) = (Listens(configured), Calls(configured));
        foreach (var (certificate, key) in ((Setting, Setting)[])[(Certificate, Key), (CallCertificate, CallKey)])
        {
            if (configured.IsSet(certificate) != configured.IsSet(key))
            {
                yield return $"{certificate.Option} and {key.Option} belong together.";
            }
        }

        if (listens is not null && !configured.IsSet(Certificate) && !configured.IsSet(Key))
        {
            yield return $"{Certificate.Option} and {Key.Option} are needed: {configured.PlaceOf(listens)} is https.";
        }

        foreach (var idle in IdleOf(listens is not null, calls).Where(configured.IsSet))
        {
            yield return $"{configured.PlaceOf(idle)} has no use: no address "
                + (idle == Certificate || idle == ClientAuthority ? "of this process is https." : "that it calls is.");
        }

        if (configured.IsSet(ClientNames) && !configured.IsSet(ClientAuthority))
        {
            yield return $"{configured.PlaceOf(ClientNames)} has no use without {ClientAuthority.Option}.";
        }
    }

    /// <summary>Whether an address is encrypted.</summary>
    public static bool IsEncrypted(string url) => IsOfScheme(url, Uri.UriSchemeHttps)
        || IsOfScheme(url, GatewayOptions.EncryptedNames);

    private static IEnumerable<Setting> IdleOf(bool listens, bool calls) =>
    [
        .. listens || calls ? [] : (Setting[])[Certificate],
        .. listens ? [] : (Setting[])[ClientAuthority],
        .. calls ? [] : (Setting[])[Trust, CallCertificate],
    ];

    private static bool IsOfScheme(string url, string scheme) =>
        url.StartsWith($"{scheme}:", StringComparison.OrdinalIgnoreCase);
}
