using Cartwright.Domain;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;
using Cartwright.Engine.Tests.Telemetry;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Tests.Clocks;

/// <summary>
/// A node uses its database's clock. Its own wall clock changes nothing. The database's clock is followed smoothly
/// where that is possible, and at once where it is not.
/// </summary>
public sealed class SharedClockTests
{
    private readonly TestClock _machine = new();
    private readonly Pump _pump = new();
    private readonly Server _server;
    private readonly Heard _log = new();

    public SharedClockTests() => _server = new Server(_machine);

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-7_200)]
    public void It_is_the_time_of_the_database_whatever_the_machine_says(int secondsAhead)
    {
        _machine.Step(TimeSpan.FromSeconds(secondsAhead));
        var clock = Start();
        Assert.Equal(_server.Now, clock.GetUtcNow());
        _machine.Step(TimeSpan.FromHours(-3));
        Pass(seconds: 60);
        Assert.Equal(_server.Now, clock.GetUtcNow());
    }

    // An answer can have been in flight for long in either direction: of several answers, the quickest one is used.
    [Fact]
    public void The_most_exact_of_the_first_readings_counts()
    {
        _server.Ways = new([(900, 0), (0, 500), (1, 3), (300, 0)]);
        var clock = Start();
        Assert.Equal(-1, (clock.GetUtcNow() - _server.Now).TotalMilliseconds);
    }

    [Fact]
    public void A_reading_that_took_long_changes_nothing_later()
    {
        var clock = Start();
        _server.Ways = new([(0, 1_500)]);
        Pass(seconds: 10);
        Assert.Equal(_server.Now, clock.GetUtcNow());
    }

    // No decision may be earlier than a previous one, and no deadline may pass because of a jump.
    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void A_small_step_of_the_database_is_closed_slowly_and_never_backwards(int seconds)
    {
        var clock = Start();
        _server.Error = TimeSpan.FromSeconds(seconds);
        var last = clock.GetUtcNow();
        for (var passed = 0; passed < 40; passed++)
        {
            Pass(seconds: 1);
            var now = clock.GetUtcNow();
            Assert.InRange((now - last).TotalSeconds, 0.9, 1.1);
            last = now;
        }

        Assert.Equal(_server.Now, last);
        Assert.DoesNotContain(_log.Lines, line => line.StartsWith("41"));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void A_large_step_is_followed_within_the_time_between_two_readings(int seconds)
    {
        var clock = Start();
        _server.Error = TimeSpan.FromSeconds(seconds);
        Pass(seconds: 2);
        Assert.Equal(_server.Now, clock.GetUtcNow());
        Assert.Equal("41 Warning", Assert.Single(_log.Lines, line => line.StartsWith("41")));
    }

    [Fact]
    public void While_the_database_is_away_time_goes_on()
    {
        var clock = Start();
        _server.IsDown = true;
        Pass(seconds: 600);
        Assert.Equal(_server.Now, clock.GetUtcNow());
        _server.IsDown = false;
        _server.Error = TimeSpan.FromSeconds(30);
        Pass(seconds: 2);
        Assert.Equal(_server.Now, clock.GetUtcNow());
    }

    [Theory]
    [InlineData("1970-01-02")]
    [InlineData("2019-12-31")]
    [InlineData("2200-01-01")]
    public void A_broken_clock_of_the_database_refuses_the_start_and_is_not_followed_later(string day)
    {
        var clock = Start();
        var before = clock.GetUtcNow();
        var right = _server.Error;
        _server.Error = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture) - _server.Now;
        Pass(seconds: 10);
        Assert.Equal(before + TimeSpan.FromSeconds(10), clock.GetUtcNow());

        var next = new SharedClock(Role.Order, _server, _machine, _log);
        var refused = _pump.Run(() => next.StartAsync(default));
        Assert.Equal("broken-clock", Assert.IsType<FatalFault>(refused.Exception?.InnerException).Code);
        _server.Error = right;
    }

    [Fact]
    public void A_machine_that_is_a_second_off_is_told_ever_more_seldom_until_it_is_right()
    {
        _machine.Step(TimeSpan.FromSeconds(-40));
        Start();
        Assert.Equal(["40 Warning"], _log.Lines);
        Pass(seconds: 3_600);
        Assert.InRange(_log.Lines.Count, 5, 7);
        _machine.Step(TimeSpan.FromSeconds(40));
        Pass(seconds: 4);
        Assert.Equal("42 Information", _log.Lines[^1]);
        _log.Lines.Clear();
        _machine.Step(TimeSpan.FromSeconds(0.9));
        Pass(seconds: 600);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void The_skew_is_a_gauge_in_seconds()
    {
        _machine.Step(TimeSpan.FromSeconds(40));
        var clock = Start();
        using var listener = new Listener(clock.Skew);
        Assert.Equal(["40 order"], listener.Collected("cartwright.clock.skew"));
        _machine.Step(TimeSpan.FromSeconds(-42.5));
        Pass(seconds: 2);
        Assert.Equal(["-2.5 order"], listener.Collected("cartwright.clock.skew"));
    }

    [Fact]
    public void A_clock_that_is_stopped_reads_no_more()
    {
        var clock = Start();
        _pump.Finish(async () => await clock.DisposeAsync());
        var readings = _server.Readings;
        Pass(seconds: 60);
        Assert.Equal(readings, _server.Readings);
    }

    private SharedClock Start()
    {
        var clock = new SharedClock(Role.Order, _server, _machine, _log);
        _pump.Finish(() => clock.StartAsync(CancellationToken.None));
        return clock;
    }

    private void Pass(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            _pump.Run(() => _machine.Advance(TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>A database with an adjustable clock; its answers take no time unless the test sets a delay.</summary>
    private sealed class Server(TestClock machine) : ITimeSource
    {
        private readonly long _began = machine.GetTimestamp();
        private readonly DateTimeOffset _start = machine.GetUtcNow();

        public TimeSpan Error { get; set; }

        public bool IsDown { get; set; }

        public int Readings { get; private set; }

        /// <summary>The duration of the next questions and of their answers, in milliseconds.</summary>
        public Queue<(int There, int Back)> Ways { get; set; } = new();

        public DateTimeOffset Now => _start + machine.GetElapsedTime(_began) + Error;

        public ValueTask<TimeReading> ReadTimeAsync(TimeProvider clock, CancellationToken cancellation)
        {
            if (IsDown)
            {
                throw new TransientFault("The database is away.");
            }

            Readings++;
            var way = Ways.TryDequeue(out var next) ? next : (0, 0);
            var asked = clock.GetTimestamp();
            machine.Advance(TimeSpan.FromMilliseconds(way.Item1));
            var us = (Now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            machine.Advance(TimeSpan.FromMilliseconds(way.Item2));
            return new(new TimeReading(asked, clock.GetTimestamp(), us));
        }
    }

    /// <summary>The log lines: each event's number and level.</summary>
    private sealed class Heard : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add($"{eventId.Id} {logLevel}");
    }
}
