using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>What an inbox's topic has to be like, on a real broker.</summary>
public sealed class TopicTests : IAsyncDisposable
{
    private const int Partitions = 3;
    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    [Fact]
    public async Task A_topic_with_another_number_of_partitions_is_refused()
    {
        await _bench.ConnectAsync();
        var other = await _bench.OptionsAsync() with { Partitions = 4 };
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => KafkaLog.OpenAsync(other, NullLogger.Instance));
        Assert.Equal("wrong-topic", fault.Code);
    }

    [Theory]
    [InlineData("min.insync.replicas=1", "at least 2 is wanted")]
    [InlineData("retention.ms=60000", "at least 3600000 is wanted")]
    [InlineData("cleanup.policy=compact", "but delete is wanted")]
    [InlineData("max.message.bytes=1000", "at least 1100000 is wanted")]
    [InlineData("unclean.leader.election.enable=true", "but false is wanted")]
    public async Task A_topic_with_a_setting_that_is_not_enough_is_refused_by_name(string setting, string wanted)
    {
        var options = await _bench.OptionsAsync() with { InSyncMin = 2, RetentionMs = 3_600_000 };
        var parts = setting.Split('=');
        await KafkaBench.MakeTopicAsync(options, Role.Stock, new() { [parts[0]] = parts[1] });
        var fault = await Assert.ThrowsAsync<FatalFault>(() => KafkaLog.OpenAsync(options, NullLogger.Instance));
        Assert.Equal("wrong-topic", fault.Code);
        Assert.StartsWith($"{options.Prefix}.stock.inbox.v1 has {setting}, ", fault.Message);
        Assert.EndsWith($"{wanted}.", fault.Message);
    }

    [Fact]
    public async Task A_topic_with_more_than_is_wanted_will_do()
    {
        var options = await _bench.OptionsAsync();
        await KafkaBench.MakeTopicAsync(
            options,
            Role.Stock,
            new() { ["min.insync.replicas"] = "2", ["retention.ms"] = "-1", ["max.message.bytes"] = "2000000" });
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance);
        Assert.Equal(Partitions, log.PartitionsOf(Role.Stock));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
