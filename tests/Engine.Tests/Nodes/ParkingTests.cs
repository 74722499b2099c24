using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Batches;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Nodes;

/// <summary>A message that fails is parked, and everything around it goes on.</summary>
public sealed class ParkingTests : IDisposable
{
    private readonly MemoryLog _log = new(partitions: 1);
    private readonly BrokenService _service = new(ShopServices.Payment, message => message is VoidCredit);
    private readonly TestNode _node;
    private long _offset;

    public ParkingTests()
    {
        _node = new TestNode(_service, _log);
        Sample.Fill(_node.Store, orders: 0, stock: 0, credit: 100);
        _log.Gain(Role.Payment, 0);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_bug_in_a_decision_parks_its_message_and_the_rest_of_the_batch_goes_on()
    {
        Deliver(
            new HoldCredit(Sample.Attempt(1)), new VoidCredit(Sample.Attempt(1)), new HoldCredit(Sample.Attempt(2)));
        Assert.Equal([new CreditHeld(Sample.Attempt(1)), new CreditHeld(Sample.Attempt(2))], _log.SentMessages);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);

        var parked = Assert.Single(_node.Store.Parked);
        Assert.Equal((Role.Payment, "A bug.", false), (parked.To, parked.Error, parked.IsBase64));
        Assert.Equal("Payment inbox, partition 0, offset 0", parked.Origin);
        Assert.Equal((_node.Now, (long?)null), (parked.At, parked.Due));
        var kept = Wire.Messages.Decode(Parking.BytesOf(parked), Role.Payment).Message;
        Assert.Equal(new VoidCredit(Sample.Attempt(1)), kept);
        Assert.NotNull(Row("void-credit.v1/101"));
    }

    [Fact]
    public void A_message_that_cannot_belong_to_its_row_is_parked_and_changes_nothing()
    {
        Deliver(new CaptureCredit(Sample.Attempt(1)));
        Assert.Contains("nothing is held", Assert.Single(_node.Store.Parked).Error, StringComparison.Ordinal);
        Assert.Equal(100, Sample.AccountIn(_node.Store).Credit);
        Assert.Empty(_log.Sent);
    }

    [Fact]
    public void A_message_is_parked_once_for_each_attempt_and_type_however_often_it_comes()
    {
        Deliver(new VoidCredit(Sample.Attempt(1)), new VoidCredit(Sample.Attempt(1)));
        Deliver(new VoidCredit(Sample.Attempt(1)));
        Deliver(new VoidCredit(Sample.Attempt(2)), new CaptureCredit(Sample.Attempt(2)));
        Assert.Equal(3, _node.Store.Parked.Count());
        Assert.NotNull(Row("void-credit.v1/101"));
        Assert.NotNull(Row("void-credit.v1/102"));
        Assert.NotNull(Row("capture-credit.v1/102"));
    }

    [Fact]
    public void An_unreadable_envelope_is_parked_with_its_bytes()
    {
        byte[] bytes = [0xFF, 0x00, 0xFE];
        Assert.True(_node.Pump.Run(() => _log.Deliver(Role.Payment, 0, 0, bytes)));
        var parked = Assert.Single(_node.Store.Parked);
        Assert.True(parked.IsBase64);
        Assert.Equal(bytes, Parking.BytesOf(parked));
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);

        Assert.True(_node.Pump.Run(() => _log.Deliver(Role.Payment, 0, 1, bytes)));
        Assert.Single(_node.Store.Parked);
        Assert.Equal((Role.Payment, 0, 2L), _log.Advanced[^1]);
    }

    [Fact]
    public void An_unreadable_message_is_parked_and_the_rest_of_its_envelope_goes_on()
    {
        var bad = """{"type":"burn-credit.v9","body":{}}""";
        var good = Encoding.UTF8.GetString(Wire.Messages.Encode(new HoldCredit(Sample.Attempt(1))));
        var envelope = Encoding.UTF8.GetBytes($$"""{"version":1,"messages":[{{bad}},{{good}}]}""");
        _node.Pump.Run(() => _log.Deliver(Role.Payment, 0, 0, envelope));
        Assert.Equal(bad, Assert.Single(_node.Store.Parked).Body);
        Assert.Equal([new CreditHeld(Sample.Attempt(1))], _log.SentMessages);
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
    }

    // A database can reject such a text, and then the engine's own row could not be written either.
    [Theory]
    [InlineData("""{"type":"\u0000","body":{}}""")]
    [InlineData("""{"type":"credit-declined.v1","body":{"attempt":null,"reason":"\u0000"}}""")]
    public void The_error_of_a_parked_message_holds_no_NUL(string message)
    {
        _node.Pump.Run(() => _log.Deliver(
            Role.Payment, 0, 0, Encoding.UTF8.GetBytes($$"""{"version":1,"messages":[{{message}}]}""")));
        Assert.DoesNotContain('\0', Assert.Single(_node.Store.Parked).Error);
    }

    [Fact]
    public void The_error_of_a_parked_message_has_a_bound()
    {
        var message = """{"type":"name","body":{}}""".Replace("name", new string('a', 100_000));
        _node.Pump.Run(() => _log.Deliver(
            Role.Payment, 0, 0, Encoding.UTF8.GetBytes($$"""{"version":1,"messages":[{{message}}]}""")));
        Assert.InRange(Assert.Single(_node.Store.Parked).Error.Length, 1, 1_000);
    }

    [Fact]
    public void A_message_that_the_database_refuses_is_found_by_halving_and_only_it_is_parked()
    {
        _node.Store.Refuses = write => write.State is Payment { Order.Value: 5 };
        Deliver([.. Enumerable.Range(1, 9).Select(order => new HoldCredit(Attempt(order, amount: 200)))]);
        Assert.StartsWith("The database refuses", Assert.Single(_node.Store.Parked).Error, StringComparison.Ordinal);
        Assert.NotNull(Row("hold-credit.v1/105"));
        Assert.Equal(8, _log.SentMessages.Count());
        Assert.Equal([(Role.Payment, 0, 1L)], _log.Advanced);
    }

    [Fact]
    public void A_command_that_the_database_refuses_is_told_so_and_the_others_pass()
    {
        _node.Store.Refuses = write => write.Key == Account.KeyOf(new UserId(5));
        var answers = _node.Send([.. Enumerable.Range(3, 5).Select(user => new CreateUser(new(user)))]);
        Outcomes.Refused(NotServed.Bug, answers[2]);
        Assert.Equal(4, answers.Count(answer => answer.IsCompletedSuccessfully));
        Assert.Empty(_node.Store.Parked);
    }

    [Fact]
    public void A_replayed_message_is_handled_and_its_row_removed()
    {
        Deliver(new HoldCredit(Sample.Attempt(1)), new VoidCredit(Sample.Attempt(1)));
        _service.IsBroken = false;
        Replay("void-credit.v1/101");
        Assert.Empty(_node.Store.Parked);
        Assert.Equal(100, Sample.AccountIn(_node.Store).Credit);
        Assert.Equal(new CreditVoided(Sample.Attempt(1)), _log.SentMessages.Last());
    }

    [Fact]
    public void A_message_that_is_replayed_in_vain_stays_parked_and_is_not_tried_again_by_itself()
    {
        Deliver(new VoidCredit(Sample.Attempt(1)));
        var origin = Row("void-credit.v1/101")!.Origin;
        Replay("void-credit.v1/101");
        var tries = _node.Store.Tries;
        _node.Pass(5_000);
        Assert.Equal(tries, _node.Store.Tries);
        var parked = Assert.Single(_node.Store.Parked);
        Assert.Equal((null, "A bug.", origin), (parked.Due, parked.Error, parked.Origin));
    }

    [Fact]
    public void What_is_still_unreadable_when_it_is_replayed_stays_parked()
    {
        _node.Store.Put(
            ParkedMessage.KeyOf("a"), new ParkedMessage(Role.Payment, "by hand", "?", "{", false, 0, Due: 0));
        _node.Store.Put(
            ParkedMessage.KeyOf("b"), new ParkedMessage(Role.Payment, "by hand", "?", "%", true, 0, Due: 0));
        _node.Pass(1_000);
        Assert.All(_node.Store.Parked, parked => Assert.Null(parked.Due));
        Assert.Null(_node.Node.Ended.Exception);
    }

    [Fact]
    public void A_message_that_the_database_refuses_again_stays_parked()
    {
        _node.Store.Refuses = write => write.State is Payment;
        Deliver(new HoldCredit(Attempt(5, amount: 200)));
        Replay("hold-credit.v1/105");
        _node.Pass(5_000);
        Assert.Null(Assert.Single(_node.Store.Parked).Due);
        Assert.Null(_node.Node.Ended.Exception);
    }

    [Fact]
    public void A_command_with_a_bug_is_told_so_and_changes_nothing()
    {
        using var node = new TestNode(services: [new BrokenService(ShopServices.Payment, message => message is Pay)]);
        Sample.Fill(node.Store, orders: 0, stock: 0, credit: 100);
        var answers = node.Send(
            new AddFunds(Sample.User, 1), new Pay(Sample.User, 50), new AddFunds(Sample.User, 2));
        Outcomes.Refused(NotServed.Bug, answers[1]);
        Assert.Equal(new CreditUpdated(Sample.User, 103), Outcomes.ReplyOf(answers[2]));
        Assert.Equal(103, Sample.AccountIn(node.Store).Credit);
        Assert.Empty(node.Store.Parked);
    }

    // The checkout itself is sound and committed; the message that it sent is kept for a developer.
    [Fact]
    public void A_bug_behind_a_command_parks_what_the_command_sent()
    {
        using var node = new TestNode(services:
        [
            ShopServices.Order, new BrokenService(ShopServices.Stock, message => message is TakeStock),
            ShopServices.Payment,
        ]);
        Sample.Fill(node.Store, orders: 1, stock: 5, credit: 100);
        var answer = Outcomes.AnswerOf(node.Send(Sample.CheckOut(1))[0]);
        Assert.Equal(OrderStatus.Processing, answer.Order?.Status);
        Assert.Equal((Role.Stock, "A bug."), node.Store.Parked.Select(parked => (parked.To, parked.Error)).Single());
        Assert.Equal(10, Sample.AccountIn(node.Store).Held);
    }

    private static Attempt Attempt(long order, long amount) => Sample.Attempt(order) with { Amount = amount };

    private ParkedMessage? Row(string id) => _node.Store.Find<ParkedMessage>(ParkedMessage.KeyOf(id));

    private void Deliver(params Message[] messages) =>
        _node.Pump.Run(() => Assert.True(_log.Deliver(0, _offset++, messages)));

    private void Replay(string id)
    {
        _node.Store.Put(ParkedMessage.KeyOf(id), Row(id)! with { Due = 0 });
        _node.Pass(_node.Node.Options.SweepEveryMs);
    }
}
