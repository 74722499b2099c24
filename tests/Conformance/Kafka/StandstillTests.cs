using Cartwright.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Conformance.Kafka;

/// <summary>When a partition that has records and delivers none is noticed, look by look.</summary>
public sealed class StandstillTests
{
    private const int Partition = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly Standstill _standstill;
    private readonly Dictionary<int, ReadPlace> _places = new() { [Partition] = new ReadPlace() };

    public StandstillTests() => _standstill = new Standstill(_clock, Patience);

    /// <summary>The offsets of the brokers, and the offset after the last record delivered.</summary>
    [Theory]
    [InlineData(0, 10, 4L, 0, true)] // six records after the committed offset, none delivered yet
    [InlineData(0, 10, 10L, 0, false)] // all are committed
    [InlineData(0, 10, null, 0, true)] // nothing was ever committed
    [InlineData(0, 0, null, 0, false)] // an empty partition
    [InlineData(0, 10, 4L, 9, true)] // one is not delivered
    [InlineData(0, 10, 4L, 10, false)] // all are delivered
    [InlineData(10, 10, 4L, 5, false)] // those that were not delivered are deleted
    [InlineData(2, 10, 40L, 0, true)] // the committed offset is of an earlier topic: it is read from its beginning
    [InlineData(0, 3, 3L, 9, false)] // the topic was re-created
    public void A_partition_with_records_to_deliver_stands_still(
        long first, long end, long? done, long next, bool stands)
    {
        _places[Partition].Next = next;
        var verdicts = LookFor(TimeSpan.FromSeconds(30), new PartitionEnds(first, end, done));
        Assert.Equal(stands, verdicts.Any(verdict => verdict is not null));
        Assert.All(verdicts.OfType<StandingPartition>(), verdict =>
        {
            Assert.Equal((Partition, next, end), (verdict.Partition, verdict.Next, verdict.End));
            Assert.InRange(verdict.Time, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        });
    }

    [Fact]
    public void It_is_noticed_after_twenty_seconds_and_not_before()
    {
        Assert.Equal(
            [false, false, false, false, true],
            LookFor(TimeSpan.FromSeconds(20), new(0, 10, 4)).Select(verdict => verdict is not null));
    }

    [Fact]
    public void A_record_that_is_delivered_begins_the_time_again()
    {
        for (var next = 1; next < 8; next++)
        {
            Assert.All(LookFor(TimeSpan.FromSeconds(10), new(0, 10, 0)), Assert.Null);
            _places[Partition].Next = next;
        }
    }

    [Fact]
    public void A_rebalance_begins_the_time_again()
    {
        for (var round = 0; round < 4; round++)
        {
            Assert.All(LookFor(TimeSpan.FromSeconds(15), new(0, 10, 4)), Assert.Null);
            _places[Partition] = new ReadPlace();
        }
    }

    [Fact]
    public void A_partition_that_is_held_back_does_not_stand_still()
    {
        _places[Partition].IsHeld = true;
        Assert.All(LookFor(TimeSpan.FromMinutes(5), new(0, 10, 4)), Assert.Null);
        _places[Partition].IsHeld = false;
        Assert.All(LookFor(TimeSpan.FromSeconds(15), new(0, 10, 4)), Assert.Null);
    }

    /// <summary>Its records may be behind those of another partition, for which there is hardly any room.</summary>
    [Fact]
    public void A_reader_that_always_has_a_record_is_not_judged()
    {
        Assert.All(LookFor(TimeSpan.FromMinutes(5), new(0, 10, 4), wasIdle: false), Assert.Null);
        Assert.All(LookFor(TimeSpan.FromSeconds(15), new(0, 10, 4)), Assert.Null);
    }

    [Fact]
    public void Brokers_that_do_not_answer_prove_nothing()
    {
        for (var round = 0; round < 5; round++)
        {
            Assert.Null(Look(new(0, 10, 4)));
            _clock.Advance(TimeSpan.FromSeconds(16));
        }

        Assert.All(LookFor(TimeSpan.FromMinutes(5), ends: null), Assert.Null);
    }

    [Fact]
    public void A_partition_that_stands_still_under_each_consumer_replaces_them_ever_more_seldom()
    {
        Assert.Equal([20, 40, 80, 160, 320, 600, 600], Enumerable.Range(0, 7).Select(_ => SecondsUntilNoticed()));

        // A record of the next consumer is delivered, and the next fault is noticed as soon as the first one.
        _places[Partition].Next = 5;
        Assert.Equal(20, SecondsUntilNoticed());

        int SecondsUntilNoticed()
        {
            var seconds = -(int)Pause.TotalSeconds;
            StandingPartition? found = null;
            while (found is null && seconds < 1_000)
            {
                found = Look(new(0, 10, 4));
                _clock.Advance(Pause);
                seconds += (int)Pause.TotalSeconds;
            }

            _places[Partition] = new ReadPlace();
            return seconds;
        }
    }

    private List<StandingPartition?> LookFor(TimeSpan time, PartitionEnds? ends, bool wasIdle = true)
    {
        List<StandingPartition?> verdicts = [Look(ends, wasIdle)];
        for (var past = Pause; past <= time; past += Pause)
        {
            _clock.Advance(Pause);
            verdicts.Add(Look(ends, wasIdle));
        }

        return verdicts;
    }

    private StandingPartition? Look(PartitionEnds? ends, bool wasIdle = true) => _standstill.Judge(
        _places, ends is { } known ? new Dictionary<int, PartitionEnds> { [Partition] = known } : [], wasIdle);
}
