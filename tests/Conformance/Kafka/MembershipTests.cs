using Cartwright.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Conformance.Kafka;

/// <summary>When a consumer that has lost its group is replaced, decided by its own statistics.</summary>
public sealed class MembershipTests
{
    private const string Idle = """{"name":"c","cgrp":{"state":"up","join_state":"steady","rebalance_cnt":1}}""";
    private const string Working = """
        {"cgrp":{"state":"up","join_state":"steady"},"topics":{"inbox":{"partitions":{"0":{"fetch_state":"active"}}}}}
        """;

    private const string Unread = """
        {"cgrp":{"state":"up","join_state":"steady"},
         "topics":{"inbox":{"partitions":{"0":{"fetch_state":"active"},"1":{"fetch_state":"none"}}}}}
        """;

    private const string Searching = """{"name":"c","cgrp":{"state":"wait-coord","join_state":"init"}}""";

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(Searching)]
    [InlineData("""{"cgrp":{"state":"up","join_state":"wait-join"}}""")]
    [InlineData("""{"cgrp":{}}""")]
    public void A_consumer_that_stays_without_its_group_is_lost(string statistics)
    {
        var membership = new Membership(_clock);
        Assert.False(IsLost(membership, statistics, []));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(IsLost(membership, statistics, []));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsLost(membership, statistics, []));
    }

    [Fact]
    public void A_consumer_that_comes_back_in_time_is_kept()
    {
        var membership = new Membership(_clock);
        for (var round = 0; round < 3; round++)
        {
            _clock.Advance(TimeSpan.FromSeconds(25));
            Assert.False(IsLost(membership, Searching, []));
            _clock.Advance(TimeSpan.FromSeconds(5));
            Assert.False(IsLost(membership, Working, [0]));
        }
    }

    /// <summary>The client has no record of the last partition.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_member_that_does_not_fetch_what_is_its_own_is_lost(int owned, bool isLost)
    {
        var membership = new Membership(_clock);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(isLost, IsLost(membership, Unread, [owned]));
    }

    /// <summary>
    /// Seen when the broker died in the middle of a cooperative rebalance: one member had no partition, another one had
    /// half of them, and the group remained in that state.
    /// </summary>
    [Fact]
    public void A_member_that_has_no_partition_is_lost()
    {
        var membership = new Membership(_clock);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(IsLost(membership, Searching, []));
        Assert.False(IsLost(membership, Idle, []));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(IsLost(membership, Idle, []));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsLost(membership, Idle, []));
    }

    [Fact]
    public void One_member_too_many_disturbs_the_group_ever_less()
    {
        var membership = new Membership(_clock);
        foreach (var seconds in (int[])[30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
        {
            membership.Begin();
            Assert.False(IsLost(membership, Idle, []));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.False(IsLost(membership, Idle, []));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(IsLost(membership, Idle, []));
        }

        membership.Begin();
        Assert.False(IsLost(membership, Working, [0]));
        Assert.False(IsLost(membership, Idle, []));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True(IsLost(membership, Idle, []));
    }

    private static bool IsLost(Membership membership, string told, int[] owned)
    {
        using var statistics = new ConsumerStatistics(told, "inbox");
        return membership.IsLost(statistics, owned);
    }
}
