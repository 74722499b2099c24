using Cartwright.Domain.Payments;
using Cartwright.Engine.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>The log lines about an unavailable database: few, and one for its end.</summary>
public sealed class OutageLogTests
{
    private const int MinuteMs = 60_000;

    [Fact]
    public void A_database_that_is_away_is_told_every_ten_seconds_without_a_stack_and_its_return_once()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        node.Store.IsDown = true;
        for (var second = 0; second < MinuteMs / 1_000; second++)
        {
            node.Send(new AddFunds(Sample.User, 5));
            node.Pass(1_000);
        }

        var warnings = Lines(node, LogLevel.Warning);
        Assert.All([2, 7], id => Assert.InRange(warnings.Count(line => line.Id.Id == id), 5, 7));
        Assert.Equal(warnings.Count, warnings.Count(line => line.Id.Id is 2 or 7));
        Assert.All(warnings, line => Assert.Null(line.Exception));
        Assert.Contains(warnings, line => !line.Message.Contains("(0 more", StringComparison.Ordinal));
        Assert.Empty(Lines(node, LogLevel.Information));

        node.Store.IsDown = false;
        node.Pass(5_000);

        var over = Assert.Single(Lines(node, LogLevel.Information));
        Assert.Equal(30, over.Id.Id);
        Assert.Matches("after 6[0-9][.][0-9] s", over.Message);
    }

    // Two lanes, or two nodes, that need one row: the next try succeeds.
    [Fact]
    public void A_conflict_is_a_line_and_has_no_end()
    {
        using var node = new TestNode();
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        for (var turn = 0; turn < 5; turn++)
        {
            node.Store.Next.Enqueue(NextCommit.Transient);
            var answer = node.Send(new AddFunds(Sample.User, 5))[0];
            node.Pass(200);
            Assert.True(answer.IsCompleted);
        }

        Assert.Single(Lines(node, LogLevel.Warning));
        Assert.Empty(Lines(node, LogLevel.Information));
    }

    [Fact]
    public void The_stack_is_there_for_debugging()
    {
        using var node = new TestNode();
        node.Store.IsDown = true;
        node.Send(new AddFunds(Sample.User, 5));
        node.Pass(2_000);

        Assert.Contains(Lines(node, LogLevel.Debug), line => line is { Id.Id: 31, Exception: not null });
    }

    private static List<FakeLogRecord> Lines(TestNode node, LogLevel level) =>
        [.. node.Log.Collector.GetSnapshot().Where(line => line.Level == level)];
}
