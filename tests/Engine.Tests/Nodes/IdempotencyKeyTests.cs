using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A command with an Idempotency-Key has one effect and one answer.</summary>
public sealed class IdempotencyKeyTests : IDisposable
{
    private readonly TestNode _node = new();

    public IdempotencyKeyTests() => Sample.Fill(_node.Store, orders: 2, stock: 5, credit: 100);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void The_first_answer_is_repeated_and_its_effect_is_not()
    {
        var first = Outcomes.ReplyOf(_node.Send(new AddFunds(Sample.User, 5), "k"));
        _node.Ask(new AddFunds(Sample.User, 7));
        Assert.Equal(new CreditUpdated(Sample.User, 105), first);
        Assert.Equal(first, Outcomes.ReplyOf(_node.Send(new AddFunds(Sample.User, 5), "k")));
        Assert.Equal(112, Sample.AccountIn(_node.Store).Credit);
    }

    [Fact]
    public void The_answer_is_committed_together_with_its_effect()
    {
        _node.Send(new AddFunds(Sample.User, 5), "k", "POST /payment/add_funds/1/5");
        var commit = Assert.Single(_node.Store.Commits);
        Assert.Equal([Account.KeyOf(Sample.User), StoredReply.KeyOf("k")], commit.Rows.Select(row => row.Key));
        var stored = (StoredReply)commit.Rows[1].State!;
        Assert.Equal("POST /payment/add_funds/1/5", stored.Request);
        Assert.Equal(_node.Now + _node.Node.Options.ReplyKeptMs, stored.Due);
    }

    [Fact]
    public void Twice_the_same_key_in_one_batch_has_one_effect()
    {
        var answers = _node.Pump.Run(() => new[]
        {
            _node.Node.AskAsync(new AddFunds(Sample.User, 5), "POST /test", "k"),
            _node.Node.AskAsync(new AddFunds(Sample.User, 5), "POST /test", "k"),
        });
        Assert.Single(_node.Store.Commits);
        Assert.Equal(Outcomes.ReplyOf(answers[0]), Outcomes.ReplyOf(answers[1]));
        Assert.Equal(105, Sample.AccountIn(_node.Store).Credit);
    }

    [Fact]
    public void Another_request_with_the_key_is_refused_and_changes_nothing()
    {
        _node.Send(new AddFunds(Sample.User, 5), "k", "POST /a");
        Assert.Equal(new KeyReused(), Outcomes.ReplyOf(_node.Send(new AddFunds(Sample.User, 7), "k", "POST /b")));
        Assert.Equal(105, Sample.AccountIn(_node.Store).Credit);
    }

    [Fact]
    public void Another_key_is_another_request()
    {
        _node.Send(new AddFunds(Sample.User, 5), "k");
        Assert.Equal(
            new CreditUpdated(Sample.User, 110), Outcomes.ReplyOf(_node.Send(new AddFunds(Sample.User, 5), "l")));
    }

    [Fact]
    public void A_refusal_is_kept_as_well()
    {
        var first = Outcomes.ReplyOf(_node.Send(new Pay(Sample.User, 500), "k"));
        _node.Ask(new AddFunds(Sample.User, 1_000));
        Assert.Equal(new Rejected(Reason.InsufficientCredit, Item: null, Wanted: 500, Available: 100), first);
        Assert.Equal(first, Outcomes.ReplyOf(_node.Send(new Pay(Sample.User, 500), "k")));
        Assert.Equal(1_100, Sample.AccountIn(_node.Store).Credit);
    }

    [Fact]
    public void What_ran_into_a_bug_is_not_kept()
    {
        var service = new BrokenService(ShopServices.Payment, _ => true);
        using var node = new TestNode(services: [service]);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        Outcomes.Refused(NotServed.Bug, node.Send(new AddFunds(Sample.User, 5), "k"));
        service.IsBroken = false;
        Assert.Equal(
            new CreditUpdated(Sample.User, 105), Outcomes.ReplyOf(node.Send(new AddFunds(Sample.User, 5), "k")));
    }

    [Fact]
    public void A_repeated_answer_about_an_attempt_comes_with_the_order_as_it_is_now()
    {
        Assert.Equal(OrderStatus.Paid, Outcomes.AnswerOf(_node.Send(Sample.CheckOut(1), "k")).Order?.Status);
        _node.Ask(new CancelOrder(new(1), 0));
        var repeated = Outcomes.AnswerOf(_node.Send(Sample.CheckOut(1, attempt: 999), "k"));
        Assert.Equal(new AttemptAccepted(new(1), new(101)), repeated.Reply);
        Assert.Equal(OrderStatus.Cancelled, repeated.Order?.Status);
    }

    [Fact]
    public void A_postponed_command_is_not_kept_until_it_is_answered()
    {
        Sample.Hold(_node.Store, 60);
        var waiting = _node.Send(new Pay(Sample.User, 50), "k");
        Assert.False(waiting.IsCompleted);
        Assert.Empty(_node.Store.Commits);

        _node.Ask(new AddFunds(Sample.User, 20));
        Assert.Equal(new CreditUpdated(Sample.User, 10), Outcomes.ReplyOf(waiting));
        Assert.NotNull(_node.Store.Find<StoredReply>(StoredReply.KeyOf("k")));
        Assert.Equal(new CreditUpdated(Sample.User, 10), Outcomes.ReplyOf(_node.Send(new Pay(Sample.User, 50), "k")));
    }

    [Fact]
    public void An_answer_is_forgotten_when_its_time_is_over_and_not_before()
    {
        _node.Send(new AddFunds(Sample.User, 5), "k");
        _node.Jump(_node.Node.Options.ReplyKeptMs - 1_000);
        Assert.NotNull(_node.Store.Find<StoredReply>(StoredReply.KeyOf("k")));
        _node.Pass(2_000);
        Assert.Null(_node.Store.Find<StoredReply>(StoredReply.KeyOf("k")));
        Assert.Equal(
            new CreditUpdated(Sample.User, 110), Outcomes.ReplyOf(_node.Send(new AddFunds(Sample.User, 5), "k")));
    }
}
