using System.Globalization;

namespace Cartwright.Kafka;

/// <summary>A setting of a topic: the value with which it is created, and the values that suffice.</summary>
/// <param name="Name">Kafka's name for it.</param>
/// <param name="Wanted">The value with which a topic is created.</param>
/// <param name="IsEnough">Whether the value of an existing topic suffices.</param>
/// <param name="Bound">A word before the wanted value where other values suffice too.</param>
internal sealed record TopicSetting(string Name, string Wanted, Func<string, bool> IsEnough, string Bound)
{
    /// <summary>For a bound of time or size: none.</summary>
    public const long Unlimited = -1;

    private const int RecordOverheadBytes = 100_000;

    public static IReadOnlyList<TopicSetting> SettingsFor(KafkaOptions options, long retentionMs) =>
    [
        AtLeast("min.insync.replicas", options.InSyncMin),
        AtLeast("retention.ms", retentionMs),
        AtLeast("max.message.bytes", options.RecordBytesMax + RecordOverheadBytes),
        Exactly("cleanup.policy", "delete"),
        Exactly("unclean.leader.election.enable", "false"),
    ];

    private static TopicSetting Exactly(string name, string wanted) =>
        new(name, wanted, found => found == wanted, string.Empty);

    private static TopicSetting AtLeast(string name, long wanted) => new(
        name,
        wanted.ToString(CultureInfo.InvariantCulture),
        found => long.TryParse(found, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (number == Unlimited || (wanted != Unlimited && number >= wanted)),
        "at least ");
}
