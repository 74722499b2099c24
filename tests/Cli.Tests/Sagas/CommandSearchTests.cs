using System.Text;
using Cartwright.Cli.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Views;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Sagas;

/// <summary>The place of a waiting step's command, in a log that is scripted.</summary>
public sealed class CommandSearchTests
{
    private const string Usual = "  2 take stock      stock    WAITING     take-stock.v1 is on its way, or its answer";

    private static readonly Order Running = new()
    {
        User = new UserId(7),
        Lines = [new Line(new ItemId(10), 2, 60)],
        Total = 60,
        Status = OrderStatus.Processing,
        Attempt = new AttemptId(100),
    };

    private static Scripted[] Silent =>
    [
        new(true) { Fault = new TransientFault("away") },
        new(true) { Fault = new OperationCanceledException("too late") },
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "take-stock.v1 in inbox 1@4; no stock node reads it (lag 3)")]
    [InlineData(false, "take-stock.v1 in inbox 1@4 (lag 3)")]
    public async Task A_command_that_is_not_done_is_named_with_its_place(bool hasNoReader, string expected) =>
        Assert.Equal(
            $"  2 take stock      stock    WAITING     {expected}",
            await StepLineAsync(new Scripted(hasNoReader, Take(99, 3), Take(100, 4), Take(100, 5))));

    [Theory]
    [InlineData(false, "take-stock.v1 in inbox 1@4; no stock node is ready (lag 3)")]
    [InlineData(true, "take-stock.v1 in inbox 1@4 (lag 3)")]
    public async Task Nodes_that_can_be_asked_are_asked(bool isReady, string expected) => Assert.EndsWith(
        expected,
        await StepLineAsync(
            new Scripted(false, Take(100, 4)), (role, _) => Task.FromResult(role != Role.Stock || isReady)),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_command_that_is_done_or_another_is_not_named()
    {
        Assert.Equal(Usual, await StepLineAsync(new Scripted(true, Take(100, 2), Take(99, 3))));
        Assert.Equal(Usual, await StepLineAsync(new Scripted(true, Record(4, "cancel-attempt.v1", 100, ""))));
    }

    [Fact]
    public async Task Without_a_topic_or_an_answer_the_line_is_the_usual_one()
    {
        Assert.Equal(Usual, await StepLineAsync(new Scripted(true) { IsMissing = true }));
        foreach (var silent in Silent)
        {
            Assert.Equal(Usual, await StepLineAsync(silent));
        }
    }

    [Fact]
    public async Task A_log_that_does_not_answer_is_named()
    {
        foreach (var silent in Silent)
        {
            var search = new CommandSearch(silent, hasReadyNode: null);
            Assert.True((await search.FindCommandsAsync(View(), Stop)).IsLogSilent);
            Assert.False(await search.HasAnswerAsync(Role.Stock, Stop));
        }

        foreach (var answering in (Scripted[])[new(true) { IsMissing = true }, new(true, Take(100, 4))])
        {
            var search = new CommandSearch(answering, hasReadyNode: null);
            Assert.False((await search.FindCommandsAsync(View(), Stop)).IsLogSilent);
            Assert.True(await search.HasAnswerAsync(Role.Stock, Stop));
        }
    }

    [Fact]
    public async Task Past_the_deadline_the_command_that_cancels_is_named()
    {
        var order = Running with { Deadline = 500, Due = 2_000 };
        var log = new Scripted(false, Take(100, 3), Record(4, "cancel-attempt.v1", 100, ""));
        Assert.Equal(
            "  2 take stock      stock    WAITING     cancel-attempt.v1 in inbox 1@4 (lag 3)",
            await StepLineAsync(log, order: order));
    }

    private static async Task<string> StepLineAsync(
        ILogAtRest log, Func<Role, CancellationToken, Task<bool>>? hasReadyNode = null, Order? order = null)
    {
        var view = View(order);
        var places = await new CommandSearch(log, hasReadyNode).FindCommandsAsync(view, Stop);
        return SagaText.LinesOf(view, places.Texts).ElementAt(2);
    }

    private static SagaView View(Order? order = null)
    {
        var account = new Account
        {
            Credit = 40, Held = 60, Holds = [new Hold(new AttemptId(100), new OrderId(5), 60, 0, 0)],
        };
        return SagaView.Of(new OrderId(5), order ?? Running, new Rows(account), _ => true, 1_000);
    }

    private static LogRecord Take(long attempt, long offset) =>
        Record(offset, "take-stock.v1", attempt, ""","lines":[{"item":10,"quantity":2}]""");

    private static LogRecord Record(long offset, string type, long attempt, string rest)
    {
        var subject = $$"""{"id":{{attempt}},"order":5,"user":7,"amount":60,"replyTo":2}""";
        return new LogRecord(Role.Stock, 1, offset, 0, Encoding.UTF8.GetBytes(
            $$$"""{"version":1,"messages":[{"type":"{{{type}}}","body":{"attempt":{{{subject}}}{{{rest}}}}}]}"""));
    }

    private sealed class Rows(Account account) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => account as T;
    }

    // Everything before offset 3 of partition 1 is done, and three records follow.
    private sealed class Scripted(bool hasNoReader, params LogRecord[] records) : ILogAtRest
    {
        public bool IsMissing { get; init; }

        public Exception? Fault { get; init; }

        public Task<TopicState?> DescribeAsync(Role? inbox, CancellationToken cancellation)
        {
            Assert.Equal(Role.Stock, inbox);
            return Fault is { } fault
                ? Task.FromException<TopicState?>(fault)
                : Task.FromResult(IsMissing ? null : new TopicState([new(1, 0, 6, 3)], hasNoReader));
        }

        public IEnumerable<LogRecord> ReadRecords(IReadOnlyList<LogRange> ranges, CancellationToken cancellation) =>
            records.Where(record => ranges.Any(range =>
                range.Partition == record.Partition && range.From <= record.Offset && record.Offset < range.Until));
    }
}
