using Cartwright.Domain.Orders;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// The third of the generic three: the saga fails, and each undo comes twice: at once, after everything, or before the
/// step that it undoes.
/// </summary>
public sealed class UndoTwiceTests
{
    public static TheoryData<string, string, int> Undos()
    {
        var undos = new TheoryData<string, string, int>();
        foreach (var world in World.All.Where(world => world.Reason is not null))
        {
            foreach (var step in Links.AllSteps.Where(step => step.Undo is not null))
            {
                foreach (var link in new[] { "undo", "undone" })
                {
                    undos.Add(world.Name, $"{step.Name}:{link}", 0);
                    undos.Add(world.Name, $"{step.Name}:{link}", 2);
                    undos.Add(world.Name, $"{step.Name}:{link}", 3);
                }
            }
        }

        return undos;
    }

    // No copies: the first three are lost, and the sweep makes up for them.
    [Theory]
    [MemberData(nameof(Undos))]
    public void An_undo_that_is_lost_or_runs_twice_has_one_effect(string worldName, string stepAndLink, int copies)
    {
        var world = World.Named(worldName);
        var (step, link) = (Links.StepNamed(stepAndLink.Split(':')[0]), stepAndLink.Split(':')[1]);
        var shop = world.Open();
        var lost = 0;

        Links.Run(
            shop,
            step,
            (message, cause) => !Links.Is(step, link, message, cause) ? 1 : copies == 0 && lost++ >= 3 ? 1 : copies);

        world.AssertEnded(shop);
    }

    [Theory]
    [MemberData(nameof(Undos))]
    public void An_undo_that_comes_again_later_changes_nothing(string worldName, string stepAndLink, int copies)
    {
        var world = World.Named(worldName);
        var step = Links.StepNamed(stepAndLink.Split(':')[0]);
        var shop = world.Open();
        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();
        var before = shop.Text;

        for (var copy = 0; copy <= copies; copy++)
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
