using Cartwright.Domain.Payments;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>The log lines about an unreadable row that is read again and again: few.</summary>
public sealed class UnreadableLogTests : IDisposable
{
    private const int Unreadable = 21;
    private const int Seconds = 60;

    private readonly TestNode _node = new();

    public UnreadableLogTests()
    {
        Sample.Fill(_node.Store, orders: 0, stock: 0, credit: 100);
        _node.Store.Unreadable.Add(Account.KeyOf(Sample.User));
    }

    [Fact]
    public void It_is_told_every_ten_seconds_without_a_stack_whatever_asks_for_it()
    {
        for (var second = 0; second < Seconds; second++)
        {
            Outcomes.Refused(NotServed.Unreadable, _node.Send(new AddFunds(Sample.User, 5))[0]);
            MustBeRefused(Read());
            _node.Pass(1_000);
        }

        var errors = Lines(LogLevel.Error);
        Assert.All(errors, line => Assert.Equal((Unreadable, null), (line.Id.Id, line.Exception)));
        Assert.InRange(errors.Count, (Seconds / 10) - 1, (Seconds / 10) + 1);
        Assert.All(
            errors, line => Assert.Contains($"{Account.KeyOf(Sample.User)}", line.Message, StringComparison.Ordinal));
        Assert.EndsWith("(19 more since the last line).", errors[^1].Message);
        Assert.Empty(Lines(LogLevel.Warning));
    }

    [Fact]
    public void The_stack_is_there_for_debugging()
    {
        MustBeRefused(Read());

        Assert.Contains(Lines(LogLevel.Debug), line => line.Exception is not null);
    }

    public void Dispose() => _node.Dispose();

    private Task<Account?> Read() =>
        _node.Pump.Run(() => _node.Node.ReadAsync<Account>(Account.KeyOf(Sample.User), default).AsTask());

    private static void MustBeRefused(Task<Account?> read)
    {
        Assert.True(read.IsCompleted, "The client is still waiting.");
        var refused = Assert.IsType<NotServedException>(read.Exception?.InnerException);
        Assert.Equal(NotServed.Unreadable, refused.Why);
    }

    private List<FakeLogRecord> Lines(LogLevel level) =>
        [.. _node.Log.Collector.GetSnapshot().Where(line => line.Level == level)];
}
