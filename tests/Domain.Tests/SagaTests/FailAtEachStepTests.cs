using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The first of the generic three. A step fails by a rejection, or because its command or its answer is lost: a few
/// times, or until the deadline has passed.
/// </summary>
public sealed class FailAtEachStepTests
{
    public static TheoryData<string, string> Worlds =>
        [.. Links.All.SelectMany(_ => World.All, (links, world) => (links.Name, world.Name))];

    public static TheoryData<string> Shops => [.. Links.All.Select(links => links.Name)];

    public static TheoryData<string, string, string, int> Losses =>
    [
        .. from links in Links.All
           from one in Cases(links, links.Steps)
           from times in Enumerable.Range(1, 3)
           select (links.Name, one.Step.Name, one.Link, times),
    ];

    internal static IEnumerable<(SagaStep Step, string Link)> Cases(Links links, IEnumerable<SagaStep> steps) =>
        from step in steps
        from link in new[] { "command", "answer" }
        where links.IsMet(World.Good, step, link)
        select (step, link);

    [Theory]
    [MemberData(nameof(Worlds))]
    public void A_refusal_leaves_a_clean_slate(string shopName, string name)
    {
        var links = Links.Named(shopName);
        var world = World.Named(name);
        var shop = world.Open(links);

        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();

        world.AssertEnded(links, shop);
    }

    [Theory]
    [MemberData(nameof(Shops))]
    public void Every_step_that_can_reject_does_so_in_some_world(string shopName) =>
        Assert.All(
            Links.Named(shopName).Steps.Where(step => step.Rejected is not null),
            step => Assert.Contains(World.All, world => world.Refusing == step));

    [Theory]
    [MemberData(nameof(Losses))]
    public void What_is_lost_a_few_times_is_made_up_for(
        string shopName, string name, string link, int times)
    {
        var links = Links.Named(shopName);
        var step = links.StepNamed(name);
        var shop = World.Good.Open(links);

        var met = links.Run(shop, step, link, met => met < times ? 0 : 1);

        Assert.True(met > times, $"It was asked {met} times, and lost {times} times.");

        World.Good.AssertEnded(links, shop, cancelled: links.IsInCancel(step));
    }

    // Until the deadline no message arrives. Then stock is asked to cancel, and its answer decides: an attempt with its
    // stock taken is paid, however late that answer comes.
    [Theory]
    [InlineData("hold credit", "command", Reason.Timeout)]
    [InlineData("hold credit", "answer", Reason.Timeout)]
    [InlineData("take stock", "command", Reason.Timeout)]
    [InlineData("take stock", "answer", null)]
    [InlineData("capture credit", "command", null)]
    [InlineData("ship", "command", null)]
    [InlineData("ship", "answer", null)]
    public void What_is_lost_until_the_deadline_never_makes_it_guess(string name, string link, Reason? reason)
    {
        var links = Links.WithShip;
        var step = links.StepNamed(name);
        var shop = World.Good.Open(links);

        links.Run(shop, step, link, _ => shop.Now <= Sample.Deadline + 5_000 ? 0 : 1);

        (World.Good with { Reason = reason }).AssertEnded(links, shop);
    }

    // Commands that never arrive again: the messages of the order's sweep must be enough.
    [Fact]
    public void An_attempt_of_which_stock_hears_only_the_cancel_times_out()
    {
        var shop = World.Good.Open();
        shop.Copies = (message, _) => message is TakeStock or HoldCredit ? 0 : 1;

        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();

        (World.Good with { Reason = Reason.Timeout }).AssertEnded(Links.Standard, shop);
    }

    [Fact]
    public void A_refund_that_finds_the_capture_lost_ends_the_hold_itself()
    {
        var shop = World.Good.Open();
        shop.Copies = (message, _) => message is CaptureCredit ? 0 : 1;

        shop.Send(World.CheckOut);
        shop.Send(World.Cancel);
        shop.RunUntilQuiet();

        World.Good.AssertEnded(Links.Standard, shop, cancelled: true);
    }

    // The order is failed only when payment has answered that the credit is returned; until then it stays in
    // processing.
    [Fact]
    public void An_order_fails_only_when_its_credit_is_back()
    {
        var shop = World.Named("the second item is out of stock").Open();
        shop.Copies = (message, _) => message is CreditVoided ? 0 : 1;

        shop.Send(World.CheckOut);

        var order = shop.Rows.Get<Order>(Order.KeyOf(Sample.Order));
        Assert.Equal((OrderStatus.Processing, Reason.OutOfStock), (order.Status, order.Reason));
        Assert.Equal(80, shop.Rows.Get<Account>(Account.KeyOf(Sample.User)).Credit);
    }
}
