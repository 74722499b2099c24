using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>
/// Commands of operators through the engines of this process, as those of clients: decided in a batch, with locks, and
/// answered after the commit.
/// </summary>
/// <param name="nodes">The node of each service of the process.</param>
internal sealed class LocalCommands(IReadOnlyDictionary<Role, ShopNode> nodes)
{
    private const string Request = "admin";

    // Few enough to leave room for clients.
    private const int PartMax = 100;

    /// <summary>Pushes an order.</summary>
    /// <returns>Null where there is no such order.</returns>
    /// <exception cref="AdminFault">The order service is not here, or does not answer.</exception>
    public async Task<ActionOutcome?> PushAsync(OrderId order, CancellationToken cancellation) =>
        await AskEngineAsync(Role.Order, new PushOrder(order), cancellation) switch
        {
            OrderPushed pushed => new ActionOutcome(pushed.WasInFlight ? 1 : 0, Silent: []),
            Rejected { Reason: Reason.UnknownOrder } => null,
            var reply => throw new InvalidOperationException($"A push is not answered by {reply}."),
        };

    /// <summary>Has an engine decide commands about parked messages, a part at a time.</summary>
    /// <param name="role">A service of the engine.</param>
    /// <param name="changes">The commands.</param>
    /// <param name="before">How many messages of other engines the same action has changed.</param>
    /// <param name="cancellation">Ends it between two parts.</param>
    /// <returns>How many were changed. The service is silent where the engine did not answer them all.</returns>
    /// <exception cref="AdminFault">The engine did not answer, and the action has changed nothing so far.</exception>
    public async Task<ActionOutcome> ChangeParkedAsync(
        Role role, IReadOnlyCollection<Message> changes, int before, CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var part in changes.Chunk(PartMax))
        {
            AdminFault? fault = null;
            foreach (var asked in part.Select(change => AskEngineAsync(role, change, cancellation)).ToList())
            {
                try
                {
                    changed += await asked is ParkedChange { IsChanged: true } ? 1 : 0;
                }
                catch (AdminFault failed)
                {
                    // Of several, the one that leaves a doubt counts.
                    fault = fault is { IsOutcomeUnknown: true } ? fault : failed;
                }
            }

            if (fault is not null)
            {
                return before + changed == 0 ? throw fault : OutcomeOf(changed, role, fault);
            }
        }

        return new ActionOutcome(changed, Silent: []);
    }

    /// <summary>The outcome of changes of which one has met a fault.</summary>
    private static ActionOutcome OutcomeOf(int changed, Role role, AdminFault fault) => new(changed, [role.Name])
    {
        Unknown = fault.IsOutcomeUnknown ? [role.Name] : null,
    };

    /// <summary>Has the engine of a service decide a command.</summary>
    /// <exception cref="AdminFault">The service is not here, or does not answer.</exception>
    private async Task<Reply> AskEngineAsync(Role role, Message command, CancellationToken cancellation)
    {
        if (!nodes.TryGetValue(role, out var node))
        {
            throw new AdminFault($"The {role.Name} service is not in this process.");
        }

        try
        {
            return (await node.Engine.AskAsync(command, Request).WaitAsync(cancellation)).Reply;
        }
        catch (NotServedException fault)
        {
            throw new AdminFault(ExplanationOf(fault.Why, role), fault)
            {
                IsOutcomeUnknown = fault.Why is NotServed.Unknown,
            };
        }
        catch (TransientFault fault)
        {
            throw new AdminFault(fault.Message, fault);
        }
    }

    private static string ExplanationOf(NotServed why, Role role) => why switch
    {
        NotServed.Overloaded => $"The {role.Name} service is full. Nothing was changed.",
        NotServed.Unavailable or NotServed.Unanswered =>
            $"The database of the {role.Name} service does not answer. Nothing was changed.",
        NotServed.Draining => "The node is on its way down. Nothing was changed.",
        NotServed.Unreadable => "A row cannot be read. Nothing was changed.",
        NotServed.Unknown => "The node stopped in the middle: it may have happened.",
        NotServed.Bug => "The command met a bug; the log of the node has it. Nothing was changed.",
        _ => throw new InvalidOperationException($"There is no reason {why}."),
    };
}
