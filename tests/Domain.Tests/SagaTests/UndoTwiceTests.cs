using Cartwright.Domain.Orders;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The third of the generic three: the saga fails, and each undo comes twice: at once, after everything, or before the
/// step that it undoes.
/// </summary>
public sealed class UndoTwiceTests
{
    public static TheoryData<string, string, string, int> Undos =>
    [
        .. Cases(Links.AllSteps).SelectMany(one => (int[])[0, 2, 3], (one, copies) =>
            (one.World.Name, one.Step.Name, one.Link, copies)),
    ];

    public static TheoryData<string, string, int> LateUndos =>
    [
        .. Cases(Links.AllSteps).Where(one => one.Link == "undo").SelectMany(_ => (int[])[1, 3], (one, copies) =>
            (one.World.Name, one.Step.Name, copies)),
    ];

    internal static IEnumerable<(SagaStep Step, string Link, World World)> Cases(IEnumerable<SagaStep> steps) =>
        from step in steps
        where step.Undo is not null
        from link in new[] { "undo", "undone" }
        from world in World.All
        where world.Reason is not null && Links.IsMet(world, step, link)
        select (step, link, world);

    // No copies: the first three are lost, and the sweep makes up for them.
    [Theory]
    [MemberData(nameof(Undos))]
    public void An_undo_that_is_lost_or_runs_twice_has_one_effect(
        string worldName, string stepName, string link, int copies)
    {
        var world = World.Named(worldName);
        var shop = world.Open();

        var met = Links.Run(shop, Links.StepNamed(stepName), link, met => copies == 0 && met >= 3 ? 1 : copies);

        Assert.True(copies > 0 || met > 3, $"It was met {met} times, and lost three times.");

        world.AssertEnded(shop);
    }

    [Theory]
    [MemberData(nameof(LateUndos))]
    public void An_undo_that_comes_again_later_changes_nothing(string worldName, string stepName, int copies)
    {
        var world = World.Named(worldName);
        var step = Links.StepNamed(stepName);
        var shop = world.Open();
        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();
        var before = shop.Text;

        for (var copy = 0; copy < copies; copy++)
        {
            shop.Send(step.Undo!(Sample.Attempt));
        }

        Assert.Equal(WithoutPayments(before), WithoutPayments(shop.Text));
        world.AssertEnded(shop);
    }

    // The undo overtakes its step: what comes late finds the mark and does nothing.
    [Fact]
    public void A_step_that_comes_after_its_undo_finds_the_mark()
    {
        foreach (var step in Links.AllSteps.Where(step => step.Undo is not null))
        {
            var shop = World.Good.Open();
            var command = step.Do(Sample.Running, Sample.Attempt);
            shop.Copies = (message, _) => message.GetType() == command.GetType() ? 0 : 1;
            shop.Send(World.CheckOut);
            shop.RunUntilQuiet();
            var before = shop.Text;

            shop.Send(command);
            shop.Send(step.Undo!(Sample.Attempt));
            shop.Send(command);

            Assert.Equal(before, shop.Text);
            (World.Good with { Reason = Reason.Timeout }).AssertEnded(shop);
        }
    }

    private static string WithoutPayments(string text) => text.Split("payments:")[0];
}
