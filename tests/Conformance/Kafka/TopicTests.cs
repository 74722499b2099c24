using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Conformance.Kafka;

/// <summary>The required settings of an inbox's topic, on a real broker.</summary>
[Trait("Kind", "Long")]
public sealed class TopicTests : IAsyncDisposable
{
    private const int Partitions = 3;
    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_with_fewer_partitions_gets_what_it_lacks_and_one_with_more_will_do()
    {
        await _bench.ConnectAsync();
        var options = await _bench.OptionsAsync();
        using (var more = await KafkaLog.OpenAsync(options with { Partitions = 5 }, NullLogger.Instance, Stop))
        {
            await _bench.UntilAsync(() => PartitionsIn(options) == 5);
        }

        using var fewer = await KafkaLog.OpenAsync(options with { Partitions = 2 }, NullLogger.Instance, Stop);
        Assert.Equal((2, 5), (fewer.PartitionsOf(Role.Stock), PartitionsIn(options)));
    }

    // Such a request, repeated for half a minute, would end as if the brokers did not answer.
    [Fact]
    public async Task A_topic_that_may_not_grow_is_refused_at_once_and_once()
    {
        using var broker = await KafkaBroker.StartAsync(authorizes: true);
        await using var bench = new KafkaBench(Task.FromResult<IBrokers>(broker));
        await bench.ConnectAsync();
        var options = await bench.OptionsAsync() with { Partitions = Partitions + 1 };
        using var admin = AdminOf(options);
        await admin.CreateAclsAsync([
            Acl(AclOperation.All, AclPermissionType.Allow), Acl(AclOperation.Alter, AclPermissionType.Deny),
        ]);

        var told = new FakeLogger();
        var fault = await Assert.ThrowsAsync<FatalFault>(() => KafkaLog.OpenAsync(options, told, Stop));
        Assert.Equal("wrong-topic", fault.Code);
        Assert.Contains("stock.inbox.v1 has 3 partitions, but 4 are configured", fault.Message);
        Assert.Equal(Partitions, PartitionsIn(options));
        Assert.DoesNotContain(
            told.Collector.GetSnapshot(), line => line.Message.Contains(InboxOf(options), StringComparison.Ordinal));

        AclBinding Acl(AclOperation operation, AclPermissionType permission) => new()
        {
            Pattern = new()
            {
                Type = ResourceType.Topic,
                Name = InboxOf(options),
                ResourcePatternType = ResourcePatternType.Literal,
            },
            Entry = new() { Principal = "User:*", Host = "*", Operation = operation, PermissionType = permission },
        };
    }

    [Theory]
    [InlineData("min.insync.replicas=1", "2")]
    [InlineData("retention.ms=60000", "3600000")]
    [InlineData("cleanup.policy=compact", "delete")]
    [InlineData("max.message.bytes=1000", "1100000")]
    [InlineData("unclean.leader.election.enable=true", "false")]
    public async Task A_setting_that_is_not_enough_is_set(string setting, string wanted)
    {
        var options = await _bench.OptionsAsync() with { InSyncMin = 2, RetentionMs = 3_600_000 };
        var parts = setting.Split('=');
        await KafkaBench.MakeTopicAsync(options, Role.Stock, new() { [parts[0]] = parts[1] });
        using (var topics = new Topics(options, NullLogger.Instance))
        {
            await topics.EnsureAsync(() => Task.CompletedTask, Stop);
            Assert.Null(await topics.MendSettingsAsync(() => Task.CompletedTask, Stop));
        }

        using var admin = AdminOf(options);

        // The broker applies an accepted change a moment later.
        await KafkaBench.UntilAsync(async () =>
        {
            var found = await admin.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = InboxOf(options) }]);
            return found[0].Entries[parts[0]].Value == wanted;
        });
    }

    // Records would have fewer copies than the operator relies on, and no setting changes that.
    [Fact]
    public async Task A_topic_on_fewer_brokers_than_are_configured_is_refused()
    {
        await _bench.ConnectAsync();
        var options = await _bench.OptionsAsync() with { Replication = 2 };
        var fault = await Assert.ThrowsAsync<FatalFault>(() => KafkaLog.OpenAsync(options, NullLogger.Instance, Stop));
        Assert.Equal("wrong-topic", fault.Code);
        Assert.EndsWith(" lies on 1 brokers, but 2 are configured.", fault.Message);
    }

    [Fact]
    public async Task A_topic_with_more_than_is_wanted_will_do()
    {
        var options = await _bench.OptionsAsync();
        await KafkaBench.MakeTopicAsync(
            options,
            Role.Stock,
            new() { ["min.insync.replicas"] = "2", ["retention.ms"] = "-1", ["max.message.bytes"] = "2000000" });
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);
        Assert.Equal(Partitions, log.PartitionsOf(Role.Stock));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static string InboxOf(KafkaOptions options) => $"{options.Prefix}.stock.inbox.v1";

    private static int PartitionsIn(KafkaOptions options)
    {
        using var admin = AdminOf(options);
        return admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics
            .Single(topic => topic.Topic == InboxOf(options)).Partitions.Count;
    }

    private static IAdminClient AdminOf(KafkaOptions options) => new AdminClientBuilder(
        new AdminClientConfig { BootstrapServers = options.Brokers, AllowAutoCreateTopics = false }).Build();
}
