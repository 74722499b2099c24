using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A price without an answer from the other service is asked for again, more and more seldom.</summary>
public sealed class QuestionTests : IDisposable
{
    private readonly MemoryLog _log = new(partitions: 2);
    private readonly TestNode _node;

    public QuestionTests()
    {
        _node = new TestNode(ShopServices.Order, _log, TestNode.Apart with { PatienceMs = 20_000, WatchesMax = 1 });
        _log.Gain(Role.Order, 0);
    }

    public void Dispose() => _node.Dispose();

    // While the stock service is slow, repeated questions make it slower.
    [Theory]
    [InlineData(300, 1)]
    [InlineData(500, 2)]
    [InlineData(1_100, 2)]
    [InlineData(1_300, 3)]
    [InlineData(2_900, 4)]
    [InlineData(6_100, 5)]
    [InlineData(19_900, 9)]
    public void The_pauses_grow_up_to_a_bound(int passed, int asked)
    {
        Ask();
        _node.Pass(passed);
        Assert.Equal(asked, Questions());
    }

    [Fact]
    public void The_wait_ends_with_the_patience_and_no_question_follows()
    {
        var price = Ask();
        _node.Pass(19_900);
        Assert.False(price.IsCompleted);
        _node.Pass(200);
        Assert.Equal(
            NotServed.Unanswered, Assert.IsType<NotServedException>(price.Exception?.InnerException).Why);
        _node.Pass(10_000);
        Assert.Equal(9, Questions());
    }

    [Fact]
    public async Task An_answer_ends_it_at_once()
    {
        var price = Ask();
        _node.Pass(3_000);
        var question = _log.SentMessages.OfType<QuotePrice>().First();
        _node.Pump.Run(() => _log.Deliver(0, 0, Quoted(question)));
        Assert.Equal(7, await price.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        _node.Pass(10_000);
        Assert.Equal(4, Questions());
    }

    [Fact]
    public async Task One_that_is_over_leaves_its_place_to_another()
    {
        _ = Ask();
        Assert.Equal(NotServed.Overloaded, (await Assert.ThrowsAsync<NotServedException>(Ask)).Why);
        _node.Pass(20_100);

        var price = Ask();
        Assert.False(price.IsCompleted);
        _node.Pump.Run(() => _log.Deliver(0, 0, Quoted(_log.SentMessages.OfType<QuotePrice>().Last())));
        Assert.Equal(7, await price.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));

        Assert.False(Ask().IsCompleted);
    }

    private Task<long?> Ask() => _node.Pump.Run(() => _node.ShopNode.AskPriceAsync(Sample.Item, default));

    private static PriceQuoted Quoted(QuotePrice question) =>
        new(question.Item, question.Request, ReplyTo: 0, Price: 7);

    // Each in an envelope of its own: an envelope that is only sent again keeps its number.
    private int Questions() => _log.Sent.DistinctBy(envelope => envelope.Id)
        .SelectMany(MemoryLog.MessagesOf).OfType<QuotePrice>().Count();
}
