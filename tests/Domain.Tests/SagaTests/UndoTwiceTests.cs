using Cartwright.Domain.Sagas;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The third of the generic three: the saga fails, and each undo arrives twice: at once, after everything, or before
/// the step that it undoes.
/// </summary>
public sealed class UndoTwiceTests
{
    public static TheoryData<string, string, string, string, int> Undos =>
    [
        .. from links in Links.All
           from one in Cases(links, links.Steps)
           from copies in (int[])[0, 2, 3]
           select (links.Name, one.World.Name, one.Step.Name, one.Link, copies),
    ];

    public static TheoryData<string, string, string, int> LateUndos =>
    [
        .. from links in Links.All
           from one in Cases(links, links.Steps)
           where one.Link == "undo"
           from copies in (int[])[1, 3]
           select (links.Name, one.World.Name, one.Step.Name, copies),
    ];

    public static TheoryData<string> Shops => FailAtEachStepTests.Shops;

    internal static IEnumerable<(SagaStep Step, string Link, World World)> Cases(
        Links links, IEnumerable<SagaStep> steps) =>
        from step in steps
        where step.Undo is not null
        from link in new[] { "undo", "undone" }
        from world in World.All
        where world.Reason is not null && links.IsMet(world, step, link)
        select (step, link, world);

    // With 0 copies the first three are lost, and the sweep sends the undo again.
    [Theory]
    [MemberData(nameof(Undos))]
    public void An_undo_that_is_lost_or_runs_twice_has_one_effect(
        string shopName, string worldName, string stepName, string link, int copies)
    {
        var links = Links.Named(shopName);
        var world = World.Named(worldName);
        var shop = world.Open(links);

        var met = links.Run(shop, links.StepNamed(stepName), link, met => copies == 0 && met >= 3 ? 1 : copies);

        Assert.True(copies > 0 || met > 3, $"It was met {met} times, and lost three times.");

        world.AssertEnded(links, shop);
    }

    [Theory]
    [MemberData(nameof(LateUndos))]
    public void An_undo_that_comes_again_later_changes_nothing(
        string shopName, string worldName, string stepName, int copies)
    {
        var links = Links.Named(shopName);
        var world = World.Named(worldName);
        var step = links.StepNamed(stepName);
        var shop = world.Open(links);
        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();
        var before = shop.Text;

        for (var copy = 0; copy < copies; copy++)
        {
            shop.Send(step.Undo!(Sample.Attempt));
        }

        Assert.Equal(WithoutPayments(before), WithoutPayments(shop.Text));
        world.AssertEnded(links, shop);
    }

    // The undo overtakes its step: the late step finds the record of the undo and does nothing.
    [Theory]
    [MemberData(nameof(Shops))]
    public void A_step_that_comes_after_its_undo_finds_the_mark(string shopName)
    {
        var links = Links.Named(shopName);
        foreach (var step in links.Steps.Where(step => step.Undo is not null))
        {
            var shop = World.Good.Open(links);
            var command = step.Do(Sample.Attempt, [.. Sample.Units]);
            shop.Copies = (message, _) => message.GetType() == command.GetType() ? 0 : 1;
            shop.Send(World.CheckOut);
            shop.RunUntilQuiet();
            var before = shop.Text;

            shop.Send(command);
            shop.Send(step.Undo!(Sample.Attempt));
            shop.Send(command);

            Assert.Equal(before, shop.Text);
            (World.Good with { Reason = Reason.Timeout }).AssertEnded(links, shop);
        }
    }

    private static string WithoutPayments(string text) => text.Split("payments:")[0];
}
