using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>Rows that contradict each other are rejected as a saga.</summary>
public sealed class SagaTableTests
{
    private static readonly Dictionary<string, (SagaStep[] Steps, string Fault)> Wrong = new()
    {
        ["no step"] = ([], "has no steps"),
        ["one step twice"] = ([OrderSagas.HoldCredit, OrderSagas.HoldCredit, OrderSagas.TakeStock], "of one name"),
        ["one command twice"] =
            ([OrderSagas.HoldCredit, OrderSagas.HoldCredit with { Name = "again" }, OrderSagas.TakeStock],
            "one command in two steps"),
        ["two decisions"] =
            ([OrderSagas.TakeStock, OrderSagas.ReturnStock with { Decides = true }], "two deciding steps"),
        ["a hold that cannot be undone"] =
            ([OrderSagas.HoldCredit with { Undo = null, Undone = null }, OrderSagas.TakeStock], "cannot undo"),
        ["an undo without an answer"] =
            ([OrderSagas.HoldCredit with { Undone = null }, OrderSagas.TakeStock], "without an answer"),
        ["a hold that is not answered"] =
            ([OrderSagas.HoldCredit with { Done = null }, OrderSagas.TakeStock], "waits for no answer"),
        ["a rejection after the decision"] =
            ([OrderSagas.TakeStock, OrderSagas.CaptureCredit with { Rejected = typeof(CreditDeclined) }],
             "after the decision"),
        ["an undo after the decision"] =
            ([OrderSagas.TakeStock, OrderSagas.HoldCredit with { Rejected = null }], "after the decision"),
        ["a rejection without a reason"] =
            ([OrderSagas.HoldCredit with { Rejected = typeof(CreditVoided) }, OrderSagas.TakeStock],
            "without a reason"),
        ["a decision that cannot be settled"] = ([OrderSagas.TakeStock with { Settle = null }], "settles"),
        ["a command without a record"] =
            ([OrderSagas.TakeStock with { Do = (attempt, _) => new CancelAttempt(attempt) }], "without a record"),
        ["an answer without an attempt"] =
            ([OrderSagas.TakeStock with { Done = typeof(PriceQuoted) }], "names no attempt"),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_that_contradict_each_other_are_refused(string name)
    {
        var (steps, fault) = Wrong[name];
        var thrown = Assert.Throws<ArgumentException>(() => new Saga("checkout", [.. steps]));
        Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_answer_cannot_belong_to_two_steps()
    {
        var cancel = new Saga("cancel", [OrderSagas.ReturnStock with { Done = typeof(StockTaken) }]);
        Assert.Throws<ArgumentException>(() => new OrderSagas(OrderSagas.Standard.Checkout, cancel));
    }

    [Fact]
    public void Nothing_follows_the_last_step()
    {
        var saga = new Saga("checkout", [OrderSagas.TakeStock]);
        var attempt = new Attempt(new AttemptId(1), new OrderId(2), new UserId(3), 4, 0);
        Assert.Throws<ArgumentException>(() => saga.CommandAfter(typeof(TakeStock), attempt, []));
        Assert.Throws<ArgumentException>(() => saga.CommandAfter(typeof(ReturnStock), attempt, []));
    }
}
