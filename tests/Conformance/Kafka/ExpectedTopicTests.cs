using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>Topics that are made by a verb, and nodes that expect them.</summary>
[Trait("Kind", "Long")]
public sealed class ExpectedTopicTests : IAsyncDisposable
{
    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_topic_is_named_and_not_made()
    {
        var options = await ExpectingAsync();
        await RefusesAsync(options, "does not exist");

        // A second one finds the same: the first has made nothing.
        await RefusesAsync(options, "does not exist");
    }

    [Fact]
    public async Task Topics_that_the_verb_has_made_are_enough()
    {
        var options = await ExpectingAsync();
        Assert.Equal(5, (await MakeAsync(options)).Count(line => line.Contains("was created with")));
        Assert.Empty(await MakeAsync(options));
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);
        Assert.Null(log.Trouble);
    }

    [Fact]
    public async Task Too_few_partitions_are_named_and_none_is_added()
    {
        var options = await ExpectingAsync();
        await MakeAsync(options);
        var more = options with { Partitions = 4 };
        await RefusesAsync(more, "has 3 partitions, but 4 are configured");
        await RefusesAsync(more, "has 3 partitions, but 4 are configured");

        Assert.Equal(3, (await MakeAsync(more)).Count(line => line.EndsWith("has 3 partitions; it gets 4.")));
        using var log = await KafkaLog.OpenAsync(more, NullLogger.Instance, Stop);
    }

    [Fact]
    public async Task A_setting_that_is_too_small_is_named_and_stays()
    {
        var options = await ExpectingAsync();
        await MakeAsync(options with { RetentionMs = 60_000 });
        var sentence = $"inbox.v1 has retention.ms=60000, but at least {options.RetentionMs} is wanted";
        await RefusesAsync(options, sentence);
        await RefusesAsync(options, sentence);

        Assert.Equal(3, (await MakeAsync(options)).Count(line => line.Contains("had retention.ms=60000")));
        using var log = await KafkaLog.OpenAsync(options, NullLogger.Instance, Stop);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private async Task<KafkaOptions> ExpectingAsync() => await _bench.OptionsAsync() with { MakesTopics = false };

    private static async Task<List<string>> MakeAsync(KafkaOptions options)
    {
        List<string> changes = [];
        await KafkaTopics.MakeAsync(options with { MakesTopics = true }, changes.Add, Stop);
        return changes;
    }

    private static async Task RefusesAsync(KafkaOptions options, string sentence)
    {
        var fault = await Assert.ThrowsAsync<FatalFault>(
            () => KafkaLog.OpenAsync(options, NullLogger.Instance, Stop));
        Assert.Equal("wrong-topic", fault.Code);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Contains("`cartwright topics`", fault.Message, StringComparison.Ordinal);
    }
}
