using Cartwright.Domain.Orders;
using Cartwright.Domain.Tests.Support;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>Which messages belong to a step: its command and what is answered to it, and its undoing's.</summary>
internal static class Links
{
    public static IEnumerable<SagaStep> AllSteps => Sagas.Checkout.Concat(Sagas.Cancel);

    public static SagaStep StepNamed(string name) => AllSteps.Single(step => step.Name == name);

    public static bool IsInCancel(SagaStep step) => Sagas.Cancel.Contains(step);

    /// <summary>Whether a message, sent by the decision of another, is what the link names.</summary>
    public static bool Is(SagaStep step, string link, Message message, Message cause) => link switch
    {
        "command" => message.GetType() == CommandOf(step),
        "answer" => cause.GetType() == CommandOf(step),
        "undo" => message.GetType() == UndoOf(step),
        "undone" => cause.GetType() == UndoOf(step),
        _ => throw new ArgumentOutOfRangeException(nameof(link), link, null),
    };

    /// <summary>Whether the link is met in a world in which every message comes once.</summary>
    public static bool IsMet(World world, SagaStep step, string link)
    {
        var met = 0;
        Run(world.Open(), step, Count);
        return met > 0;

        int Count(Message message, Message cause)
        {
            met += Is(step, link, message, cause) ? 1 : 0;
            return 1;
        }
    }

    /// <summary>
    /// Runs the saga with a fault at one link. It fails where the link is not met: such a run would prove nothing.
    /// </summary>
    /// <param name="copies">How often the link's message arrives, given how often it was met before.</param>
    /// <returns>How often the link was met.</returns>
    public static int Run(Shop shop, SagaStep step, string link, Func<int, int> copies)
    {
        var met = 0;
        Run(shop, step, (message, cause) => Is(step, link, message, cause) ? copies(met++) : 1);
        Assert.True(met > 0, $"The {link} of '{step.Name}' was never met.");
        return met;
    }

    /// <summary>Checks the order out, and cancels it where the step belongs to the cancelling.</summary>
    public static void Run(Shop shop, SagaStep step, Func<Message, Message, int> copies)
    {
        if (!IsInCancel(step))
        {
            shop.Copies = copies;
            shop.Send(World.CheckOut);
            shop.RunUntilQuiet();
            return;
        }

        shop.Send(World.CheckOut);
        shop.RunUntilQuiet();
        shop.Copies = copies;
        shop.Send(World.Cancel);
        shop.RunUntilQuiet();
    }

    private static Type CommandOf(SagaStep step) => step.Do(Sample.Paid, Sample.Attempt).GetType();

    private static Type? UndoOf(SagaStep step) => step.Undo?.Invoke(Sample.Attempt).GetType();
}
