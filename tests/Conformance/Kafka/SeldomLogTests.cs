using Cartwright.Kafka;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Conformance.Kafka;

/// <summary>How often a repeated fault is logged, so that a log stays readable after an outage.</summary>
public sealed class SeldomLogTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger _said = new();

    [Fact]
    public void The_same_trouble_is_told_every_ten_seconds_and_counted_in_between()
    {
        var log = new SeldomLog(_said, _clock);
        for (var second = 0; second < 25; second++)
        {
            KafkaEvents.Trouble(log, "Local_Transport", "refused");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [
                "Kafka: refused (Local_Transport).",
                "Kafka: refused (Local_Transport). 9 more of the same since the last one.",
                "Kafka: refused (Local_Transport). 9 more of the same since the last one.",
            ],
            Texts());
    }

    [Fact]
    public void Trouble_of_another_kind_and_all_else_are_told_at_once()
    {
        var log = new SeldomLog(_said, _clock);
        KafkaEvents.Trouble(log, "Local_Transport", "refused");
        KafkaEvents.Trouble(log, "Local_MsgTimedOut", "timed out");
        KafkaEvents.ConsumerRebuilt(log, "inbox");
        KafkaEvents.ConsumerRebuilt(log, "inbox");
        Assert.Equal(4, Texts().Count);
    }

    private List<string> Texts() => [.. _said.Collector.GetSnapshot().Select(record => record.Message)];
}
