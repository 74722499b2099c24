using Cartwright.Kafka;

namespace Cartwright.Conformance.Kafka;

/// <summary>A consumer's lag, read from its own statistics in librdkafka.</summary>
public sealed class ConsumerLagTests
{
    private const string Topic = "cartwright.order.inbox.v1";

    [Theory]
    [InlineData("active", 0, 10, 4, 3, 6L)] // stored, and not yet committed
    [InlineData("active", 0, 10, -1001, 3, 7L)] // the offset of the last owner
    [InlineData("active", 2, 10, -1001, -1001, 8L)] // no offset was ever committed
    [InlineData("active", 0, 0, -1001, -1001, 0L)] // no offset, and an empty partition
    [InlineData("active", 0, 3, 9, 9, 0L)] // the topic was re-created
    [InlineData("active", 0, -1001, 4, 4, null)] // the end offset is not known yet
    [InlineData("none", 0, 10, 4, 4, null)] // another consumer reads it
    public void A_partition_is_as_far_behind_as_its_end_is_from_what_is_done(
        string state, long first, long end, long stored, long committed, long? behind)
    {
        var lag = new ConsumerLag(Topic, () => true);
        Take(lag, Statistics(Topic, state, first, end, stored, committed));
        Assert.Equal(behind, lag.Latest.Select(told => (long?)told.Value).SingleOrDefault());
        foreach (var told in lag.Latest)
        {
            Assert.Equal([Topic, "7"], told.Tags.ToArray().Select(tag => tag.Value));
        }
    }

    [Fact]
    public void Other_topics_are_not_told_of()
    {
        var lag = new ConsumerLag(Topic, () => true);
        Take(lag, Statistics("another", "active", 0, 10, 4, 4));
        Assert.Empty(lag.Latest);
        Take(lag, "{}");
        Assert.Empty(lag.Latest);
    }

    [Fact]
    public void A_partition_that_is_read_no_more_has_no_lag_here()
    {
        var lag = new ConsumerLag(Topic, () => true);
        Take(lag, Statistics(Topic, "active", 0, 10, 4, 4));
        Assert.Equal(6, Assert.Single(lag.Latest).Value);
        Take(lag, Statistics(Topic, "none", 0, 10, 4, 4));
        Assert.Equal(0, Assert.Single(lag.Latest).Value);
        Take(lag, Statistics(Topic, "active", 0, 10, 9, 4));
        Assert.Equal(1, Assert.Single(lag.Latest).Value);
        lag.Clear();
        Assert.Equal(0, Assert.Single(lag.Latest).Value);
        Assert.Empty(lag.ByPartition);
    }

    [Fact]
    public void Where_nobody_wants_to_know_nothing_is_kept()
    {
        var lag = new ConsumerLag(Topic, () => false);
        Take(lag, Statistics(Topic, "active", 0, 10, 4, 4));
        Assert.Empty(lag.Latest);
    }

    private static void Take(ConsumerLag lag, string told)
    {
        using var statistics = new ConsumerStatistics(told, Topic);
        lag.Take(statistics);
    }

    private static string Statistics(
        string topic, string state, long first, long end, long stored, long committed) => $$"""
        {"topics":{"{{topic}}":{"topic":"{{topic}}","partitions":{"7":{"partition":7,"fetch_state":"{{state}}",
        "lo_offset":{{first}},"hi_offset":{{end}},"stored_offset":{{stored}},"committed_offset":{{committed}},
        "consumer_lag":-1} } } } }
        """;
}
