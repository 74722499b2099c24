using System.CommandLine;
using Cartwright.Cli.CommandLine;

namespace Cartwright.Cli.Serve;

/// <summary>The options of `serve` about events.</summary>
internal static class EventOptions
{
    private const string On = "on";
    private const string Off = "off";
    private static readonly EventSettings Default = new();

    private static readonly Option<string> _topic = ChoiceOption.Create(
        "--order-events", "Whether order events go to the public topic", [On, Off], On);

    private static readonly Option<int> _partitions = NumberOption.Whole(
        "--order-events-partitions", "How many partitions that topic has", "N", min: 1, Default.Partitions);

    private static readonly Option<int> _days = NumberOption.Whole(
        "--order-events-days", "How many days that topic's events are kept", "N", min: 1, Default.Days);

    private static readonly Option<int> _streams = NumberOption.Whole(
        "--streams", "How many event streams may be open on this node", "N", min: 1, Default.StreamsMax);

    private static readonly Option<int> _length = NumberOption.Whole(
        "--stream-length", "How long one event stream may be open", "SECONDS", min: 1, Default.StreamSecondsMax);

    private static readonly Option<int> _heartbeat = NumberOption.Whole(
        "--stream-heartbeat", "How often a silent stream shows that it lives", "SECONDS", min: 1,
        Default.HeartbeatSeconds);

    public static void AddTo(Command serve)
    {
        foreach (var option in (Option[])[_topic, _partitions, _days, _streams, _length, _heartbeat])
        {
            serve.Add(option);
        }
    }

    public static EventSettings Read(ParseResult parsed) => new()
    {
        ArePublic = parsed.GetValue(_topic) == On,
        Partitions = parsed.GetValue(_partitions),
        Days = parsed.GetValue(_days),
        StreamsMax = parsed.GetValue(_streams),
        StreamSecondsMax = parsed.GetValue(_length),
        HeartbeatSeconds = parsed.GetValue(_heartbeat),
    };
}
