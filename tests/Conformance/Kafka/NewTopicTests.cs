using Cartwright.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Conformance.Kafka;

/// <summary>Which partitions are read from their beginning after a topic was re-created.</summary>
public sealed class NewTopicTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Each_partition_is_read_anew_once()
    {
        var topic = new NewTopic(_clock);
        Assert.False(topic.IsReadAnew(0));
        topic.Found(partitions: 2);
        Assert.True(topic.IsReadAnew(0));
        Assert.False(topic.IsReadAnew(0));
        Assert.True(topic.IsReadAnew(1));
        topic.Found(partitions: 2);
        Assert.True(topic.IsReadAnew(0));
    }

    // Another node had the partition all the time, and has just died: otherwise a week of records would be read again.
    [Fact]
    public void A_partition_that_comes_much_later_is_read_from_its_offsets()
    {
        var topic = new NewTopic(_clock);
        topic.Found(partitions: 2);
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.True(topic.IsReadAnew(0));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(topic.IsReadAnew(1));
    }
}
