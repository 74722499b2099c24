using Cartwright.Domain.Orders;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The second of the generic three: every message arrives twice, at once, or again when everything is over. The end is
/// the same as with one arrival.
/// </summary>
public sealed class RunEachStepTwiceTests
{
    public static TheoryData<string, string> Worlds => FailAtEachStepTests.Worlds;

    public static TheoryData<string> Shops => FailAtEachStepTests.Shops;

    public static TheoryData<string, string, string, string> Steps =>
    [
        .. from links in Links.All
           from one in Cases(links, links.Steps)
           select (links.Name, one.Step.Name, one.Link, one.World.Name),
    ];

    internal static IEnumerable<(SagaStep Step, string Link, World World)> Cases(
        Links links, IEnumerable<SagaStep> steps) =>
        from step in steps
        from link in new[] { "command", "answer" }
        from world in World.All
        where (world == World.Good || !links.IsInCancel(step)) && links.IsMet(world, step, link)
        select (step, link, world);

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_that_runs_twice_has_one_effect(
        string shopName, string name, string link, string worldName)
    {
        var links = Links.Named(shopName);
        var (step, world) = (links.StepNamed(name), World.Named(worldName));
        var shop = world.Open(links);

        links.Run(shop, step, link, _ => 2);

        world.AssertEnded(links, shop, cancelled: links.IsInCancel(step));
    }

    // Each copy has its own answers, so that the copies multiply from step to step.
    [Theory]
    [MemberData(nameof(Worlds))]
    public void Where_every_message_comes_twice_there_is_one_effect(string shopName, string name)
    {
        var links = Links.Named(shopName);
        var world = World.Named(name);
        var shop = world.Open(links);
        shop.Copies = (_, _) => 2;

        shop.Send(World.CheckOut);
        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();

        world.AssertEnded(links, shop);
    }

    [Theory]
    [MemberData(nameof(Shops))]
    public void Where_every_message_of_a_cancelling_comes_twice_there_is_one_effect(string shopName)
    {
        var links = Links.Named(shopName);
        var shop = World.Good.Open(links);
        shop.Copies = (_, _) => 2;

        shop.Send(World.CheckOut);
        shop.Send(World.Cancel);
        shop.Send(World.Cancel);
        shop.RunUntilQuiet();

        World.Good.AssertEnded(links, shop, cancelled: true);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Messages_that_come_again_when_all_is_over_change_nothing(string shopName, string name)
    {
        var links = Links.Named(shopName);
        var world = World.Named(name);
        var shop = world.Open(links);
        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();

        ComeAgain(shop);

        world.AssertEnded(links, shop);
    }

    [Theory]
    [MemberData(nameof(Shops))]
    public void Messages_that_come_again_after_the_cancelling_change_nothing(string shopName)
    {
        var links = Links.Named(shopName);
        var shop = World.Good.Open(links);
        links.Run(shop, OrderSagas.ReturnStock, (_, _) => 1);

        ComeAgain(shop);

        World.Good.AssertEnded(links, shop, cancelled: true);
    }

    // The order was re-created since: only stock and payment have rows of its attempt.
    [Theory]
    [MemberData(nameof(Worlds))]
    public void Messages_that_come_again_after_a_reset_of_the_order_change_nothing(string shopName, string name)
    {
        var shop = World.Named(name).Open(Links.Named(shopName));
        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();
        shop.History.Remove(World.CheckOut);
        shop.Rows.Put(Order.KeyOf(Sample.Order), Sample.Open);

        var before = shop.Text;
        foreach (var message in shop.History.ToList())
        {
            shop.Send(message);
        }

        shop.RunUntilQuiet();
        CleanSlate.IsClean(shop.Rows);
        Assert.Equal(OrderStatus.Open, shop.Rows.Get<Order>(Order.KeyOf(Sample.Order)).Status);
        Assert.Equal(LinesOf("accounts", before), LinesOf("accounts", shop.Text));
        Assert.Equal(LinesOf("items", before), LinesOf("items", shop.Text));
    }

    private static void ComeAgain(TestShop shop)
    {
        var before = shop.Text;
        var history = shop.History.ToList();
        foreach (var message in history.Concat(Enumerable.Reverse(history)))
        {
            shop.Send(message);
            shop.RunUntilQuiet();
            Assert.Equal(before, shop.Text);
        }
    }

    private static IEnumerable<string> LinesOf(string table, string text) =>
        text.Split('\n').SkipWhile(line => !line.StartsWith(table, StringComparison.Ordinal)).Take(8);
}
