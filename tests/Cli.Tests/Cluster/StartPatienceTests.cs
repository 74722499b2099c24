using Cartwright.Lab.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>
/// How long the supervisor waits for a part to become ready: as long as the part uses CPU time, within a limit.
/// </summary>
public sealed class StartPatienceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(600);

    private readonly FakeTimeProvider _clock = new();
    private readonly StartPatience _patience;
    private StartSigns _signs = new(IsAlive: true, Ends: 0, LogBytes: 0, Cpu: TimeSpan.Zero);

    public StartPatienceTests() => _patience = new StartPatience(Limit, _clock);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 30)]
    public void A_part_that_works_is_waited_for_up_to_the_limit(int lines, int cpuMs)
    {
        for (var second = 1; second < 600; second++)
        {
            _signs = _signs with
            {
                LogBytes = _signs.LogBytes + lines,
                Cpu = _signs.Cpu + TimeSpan.FromMilliseconds(cpuMs),
            };
            Assert.Null(After(seconds: 1));
        }

        Assert.Equal("it is not ready after 600 s (--start-timeout)", After(seconds: 1));
    }

    // An idle runtime uses a little CPU time for its timers.
    [Fact]
    public void A_part_that_does_nothing_is_given_up_after_ninety_seconds()
    {
        for (var second = 1; second < 90; second++)
        {
            _signs = _signs with { Cpu = _signs.Cpu + TimeSpan.FromMilliseconds(10) };
            Assert.Null(After(seconds: 1));
        }

        Assert.StartsWith("it has done nothing for 90 s", After(seconds: 1));
    }

    [Fact]
    public void A_part_that_works_again_has_another_ninety_seconds()
    {
        Assert.Null(After(seconds: 89));
        _signs = _signs with { LogBytes = 1 };
        Assert.Null(After(seconds: 1));
        Assert.Null(After(seconds: 89));
        Assert.StartsWith("it has done nothing for 90 s", After(seconds: 1));
    }

    // Another process has its own CPU time.
    [Fact]
    public void A_part_that_was_started_again_has_another_minute()
    {
        _signs = _signs with { Cpu = TimeSpan.FromSeconds(5) };
        Assert.Null(After(seconds: 1));
        _signs = _signs with { Cpu = TimeSpan.Zero, Ends = 1 };
        Assert.Null(After(seconds: 89));
        Assert.Null(After(seconds: 89));
    }

    [Fact]
    public void A_part_that_has_ended_is_given_up_at_once()
    {
        _signs = _signs with { IsAlive = false };
        Assert.Equal("its process has ended", After(seconds: 1));
    }

    [Fact]
    public void A_part_that_ends_again_and_again_is_given_up()
    {
        _signs = _signs with { Ends = 9 };
        Assert.Null(After(seconds: 1));
        _signs = _signs with { Ends = 10 };
        Assert.Equal("its process has ended 10 times", After(seconds: 1));
    }

    private string? After(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return _patience.Judge(_signs);
    }
}
