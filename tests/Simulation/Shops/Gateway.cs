using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Shops;

/// <summary>The client's knowledge after a call.</summary>
internal enum Heard
{
    /// <summary>There is an answer.</summary>
    Answer,

    /// <summary>The call was rejected; nothing has changed.</summary>
    Unserved,

    /// <summary>There is no answer; it may have happened, and may still happen.</summary>
    Nothing,
}

internal readonly record struct Called<T>(Heard Heard, T? Value);

/// <summary>The clients' connections to the nodes, with calls that are late, break, or time out.</summary>
internal sealed class Gateway(World world, Host clients, SeededRandom random, long patience)
{
    private const long WayMax = 2_000;

    private readonly Scheduler _scheduler = world.Scheduler;

    /// <summary>Calls any node of this role. The call runs in the node, and ends with it.</summary>
    public Task<Called<T>> CallAsync<T>(Role role, Func<FrontDesk, Task<T>> call)
    {
        var heard = new TaskCompletionSource<Called<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = world.Pick(role, random);
        if (node is not { IsUp: true })
        {
            Answer(heard, new Called<T>(Heard.Unserved, default));
            return heard.Task;
        }

        var nothing = new Called<T>(Heard.Nothing, default);
        var patienceEnds = _scheduler.Plan(
            patience, new Planned(() => clients.Run(() => heard.TrySetResult(nothing))));
        node.Opened(() => Answer(heard, nothing));
        _scheduler.After(random.Between(0, WayMax), () => node.Host.Run(() => _ = ServeAsync()));
        return heard.Task;

        async Task ServeAsync()
        {
            var result = await CallNodeAsync(node.Desk, call);
            patienceEnds.GiveUp();
            Answer(heard, result);
        }
    }

    private async Task<Called<T>> CallNodeAsync<T>(FrontDesk desk, Func<FrontDesk, Task<T>> call)
    {
        try
        {
            return new Called<T>(Heard.Answer, await call(desk));
        }
        catch (NotServedException refused)
        {
            if (refused.Why is NotServed.Bug or NotServed.Unreadable)
            {
                world.Violations.Add("no bugs", refused.ToString());
            }

            return new Called<T>(refused.Why is NotServed.Unknown ? Heard.Nothing : Heard.Unserved, default);
        }
        catch (TransientFault)
        {
            return new Called<T>(Heard.Unserved, default);
        }
        catch (Exception bug)
        {
            world.Violations.Add("no bugs", bug.ToString());
            throw;
        }
    }

    private void Answer<T>(TaskCompletionSource<Called<T>> heard, Called<T> result) =>
        _scheduler.After(random.Between(0, WayMax), () => clients.Run(() => heard.TrySetResult(result)));
}
