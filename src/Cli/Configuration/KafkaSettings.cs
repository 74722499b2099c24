namespace Cartwright.Cli.Configuration;

/// <summary>
/// The settings by which connections to the brokers are protected, and of the topics; <see cref="Settings"/> has them
/// among its own.
/// </summary>
internal static class KafkaSettings
{
    public const string Plaintext = "plaintext";
    public const string Tls = "tls";
    public const string Sasl = "sasl";
    public const string Make = "make";
    public const string Expect = "expect";

    public static Setting Security { get; } = new(
        "kafka-security",
        SettingKind.OneOf(Plaintext, Tls, Sasl),
        Plaintext,
        "How [connections to the brokers](clusters.md#a-kafka-that-asks-for-credentials) are protected: not at all, by "
            + "TLS, or by TLS with a name and a password (SCRAM-SHA-512)");

    public static Setting Authority { get; } = new(
        "kafka-ca",
        SettingKind.ReadableFile,
        string.Empty,
        "The authorities of the brokers' certificates, as PEM; without it those that the machine trusts");

    public static Setting Certificate { get; } = new(
        "kafka-certificate",
        SettingKind.ReadableFile,
        string.Empty,
        "This node's certificate for the brokers, as PEM (mutual TLS)");

    public static Setting Key { get; } = new(
        "kafka-key", SettingKind.ReadableFile, string.Empty, "The key of `kafka-certificate`, as PEM")
    {
        NamesSecret = true,
    };

    public static Setting User { get; } = new(
        "kafka-user", SettingKind.AnyText("NAME"), string.Empty, "The name by which the brokers know this node");

    public static Setting Password { get; } = new(
        "kafka-password", SettingKind.AnyText("TEXT"), string.Empty, "The password of `kafka-user`; not as an option")
    {
        Mask = Secrets.MaskAll,
        HoldsSecret = _ => true,
    };

    public static Setting Topics { get; } = new(
        "kafka-topics",
        SettingKind.OneOf(Make, Expect),
        Make,
        "Whether this node makes missing [topics](clusters.md#topics) and corrects them, or ends where one is missing "
            + "or different: then `cartwright topics` makes them");

    public static Setting Keys { get; } = new(
        "kafka-keys",
        SettingKind.KeyRing,
        string.Empty,
        "The keys by which services [authenticate their envelopes](../security/kafka.md#a-mac-on-envelopes), on "
            + "brokers that others may write to. The same on all nodes of a shop")
    {
        NamesSecret = true,
    };

    /// <summary>Those by which connections are protected.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Security, Authority, Certificate, Key, User, Password];

    /// <summary>The settings that one kind of protection needs, and those that another has no use for.</summary>
    public static IEnumerable<string> MistakesIn(Configured configured)
    {
        var security = configured.TextOf(Security);
        Setting[] ofSasl = [User, Password];
        var idle = security switch
        {
            Plaintext => [Authority, Certificate, Key, .. ofSasl],
            Tls => ofSasl,
            _ => Array.Empty<Setting>(),
        };
        foreach (var setting in idle.Where(configured.IsSet))
        {
            var needed = ofSasl.Contains(setting) ? Sasl : $"{Tls} or {Sasl}";
            yield return $"{configured.PlaceOf(setting)} has no use without {Security.Option} {needed}.";
        }

        foreach (var setting in ofSasl.Where(setting => security == Sasl && !configured.IsSet(setting)))
        {
            yield return $"{setting.Name} is needed: {configured.PlaceOf(Security)} is {Sasl}.";
        }

        if (security != Plaintext && configured.IsSet(Certificate) != configured.IsSet(Key))
        {
            yield return $"{Certificate.Option} and {Key.Option} belong together.";
        }
    }
}
