using Cartwright.AddedStep;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The generic three find their cases in the step table. A case with a step that is never met proves nothing, so it is
/// not generated; this class fails for a step without a case in one of the three.
/// </summary>
public sealed class StepTableTests
{
    // In no table, so that no code executes it.
    private static readonly SagaStep Idle = OrderSagas.HoldCredit with
    {
        Name = "wrap as a gift",
        Do = (attempt, _) => new CancelAttempt(attempt),
        Undo = attempt => new RefundCredit(attempt),
    };

    private static readonly OrderSagas WithoutMessages = new(
        new Saga(
            "checkout",
            [.. OrderSagas.Standard.Checkout.Steps, ShippingShop.Ship with { Do = (attempt, _) => new Lost(attempt) }]),
        OrderSagas.Standard.Cancel);

    public static TheoryData<string, string> Three =>
    [
        .. Links.All.SelectMany(
            _ => (string[])["fail at each step", "run each step twice", "undo twice"],
            (links, which) => (links.Name, which)),
    ];

    [Theory]
    [MemberData(nameof(Three))]
    public void Every_step_is_met_by(string shopName, string which)
    {
        var links = Links.Named(shopName);
        Assert.Equal([], Missed(links, which, links.Steps));
    }

    // When the cases were generated from the table alone, they passed for such a step.
    [Theory]
    [MemberData(nameof(Three))]
    public void A_step_that_no_code_executes_is_missed_by(string shopName, string which)
    {
        var links = Links.Named(shopName);
        Assert.Equal(
            which == "undo twice"
                ? ["wrap as a gift: undo", "wrap as a gift: undone"]
                : (string[])["wrap as a gift: command", "wrap as a gift: answer"],
            Missed(links, which, [.. links.Steps, Idle]));
    }

    [Fact]
    public void A_run_that_does_not_meet_its_link_fails() =>
        Assert.Contains(
            "was never met",
            Assert.ThrowsAny<Exception>(
                () => Links.Standard.Run(World.Good.Open(), Idle, "command", _ => 1)).Message,
            StringComparison.Ordinal);

    // A row alone: its command is in the table, and no participant decides it.
    [Fact]
    public void A_row_whose_command_nobody_decides_is_impossible()
    {
        var links = Links.Standard with { Sagas = WithoutMessages, Services = Without() };
        var shop = World.Good.Open(links);
        Assert.Throws<ImpossibleMeetingException>(() => shop.Send(World.CheckOut));

        static IReadOnlyList<IService> Without() =>
            [new OrderService(WithoutMessages), ShopServices.Stock, new PaymentService(WithoutMessages.Checkout)];
    }

    private static IEnumerable<string> Missed(Links links, string which, IEnumerable<SagaStep> steps)
    {
        var all = steps.ToList();
        IEnumerable<(SagaStep Step, string Link)> met = which switch
        {
            "fail at each step" => FailAtEachStepTests.Cases(links, all),
            "run each step twice" => RunEachStepTwiceTests.Cases(links, all).Select(one => (one.Step, one.Link)),
            "undo twice" => UndoTwiceTests.Cases(links, all).Select(one => (one.Step, one.Link)),
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
        };
        return all.SelectMany(step => LinksOf(which, step)).Except(met.Select(one => $"{one.Step.Name}: {one.Link}"));
    }

    // A step without an answer has none that could be lost.
    private static IEnumerable<string> LinksOf(string which, SagaStep step)
    {
        string[] links = which == "undo twice"
            ? step.Undo is null ? [] : ["undo", "undone"]
            : step.Done is null ? ["command"] : ["command", "answer"];
        return links.Select(link => $"{step.Name}: {link}");
    }

    private sealed record Lost(Attempt Attempt) : StockMessage, IStepCommand
    {
        StepRecord IStepCommand.RecordIn(IRows rows) => StepRecord.None;
    }
}
