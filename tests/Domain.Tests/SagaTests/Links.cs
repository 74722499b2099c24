using Cartwright.AddedStep;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>
/// A pair of sagas, the services that run them, and the messages of each step: its command and the answer to it, and
/// those of its undo.
/// </summary>
internal sealed record Links(string Name, OrderSagas Sagas, IReadOnlyList<IService> Services)
{
    public static Links Standard { get; } = new("the shop", OrderSagas.Standard, TestShop.Standard);

    /// <summary>The shop with the step of HACKING's recipe added.</summary>
    public static Links WithShip { get; } = new("the shop that ships", ShippingShop.Sagas, ShippingShop.Services)
    {
        AssertPaid = rows => Assert.NotNull(rows.Find<Shipment>(Shipment.Key(Sample.Id))),
    };

    public static IReadOnlyList<Links> All { get; } = [Standard, WithShip];

    /// <summary>An additional condition once the order is paid.</summary>
    public Action<Rows> AssertPaid { get; init; } = _ => { };

    public IEnumerable<SagaStep> Steps => Sagas.Checkout.Steps.Concat(Sagas.Cancel.Steps);

    public static Links Named(string name) => All.Single(links => links.Name == name);

    public SagaStep StepNamed(string name) => Steps.Single(step => step.Name == name);

    public bool IsInCancel(SagaStep step) => Sagas.Cancel.Steps.Contains(step);

    /// <summary>Whether the link is met in a world in which every message arrives once.</summary>
    public bool IsMet(World world, SagaStep step, string link)
    {
        var met = 0;
        Run(world.Open(this), step, Count);
        return met > 0;

        int Count(Message message, Message cause)
        {
            met += Is(step, link, message, cause) ? 1 : 0;
            return 1;
        }
    }

    /// <summary> Runs the saga with a fault at one link. It fails if the link is not met: such a run would prove
    /// nothing. </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="step">The step.</param>
    /// <param name="link">Which message of the step.</param>
    /// <param name="copies">The number of arrivals of the link's message, given how often it was met before.</param>
    /// <returns>How often the link was met.</returns>
    public int Run(TestShop shop, SagaStep step, string link, Func<int, int> copies)
    {
        var met = 0;
        Run(shop, step, (message, cause) => Is(step, link, message, cause) ? copies(met++) : 1);
        Assert.True(met > 0, $"The {link} of '{step.Name}' was never met.");
        return met;
    }

    /// <summary>Checks the order out, and cancels it if the step belongs to the cancel.</summary>
    public void Run(TestShop shop, SagaStep step, Func<Message, Message, int> copies)
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

    // Whether a message is the one that the link names, given the message whose decision sent it.
    private static bool Is(SagaStep step, string link, Message message, Message cause) => link switch
    {
        "command" => message.GetType() == CommandOf(step),
        "answer" => cause.GetType() == CommandOf(step),
        "undo" => message.GetType() == UndoOf(step),
        "undone" => cause.GetType() == UndoOf(step),
        _ => throw new ArgumentOutOfRangeException(nameof(link), link, null),
    };

    private static Type CommandOf(SagaStep step) => step.Do(Sample.Attempt, []).GetType();

    private static Type? UndoOf(SagaStep step) => step.Undo?.Invoke(Sample.Attempt).GetType();
}
