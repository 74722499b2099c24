using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>The inboxes of one engine: one for each of its services; none without a log.</summary>
internal sealed class Inboxes(ILog? log, IReadOnlyList<Inbox> inboxes)
{
    public IReadOnlyList<Inbox> All => inboxes;

    /// <summary>The partitions of a service's inbox that this node reads now; null without such an inbox.</summary>
    public IReadOnlyList<int>? PartitionsOf(Role role) =>
        inboxes.FirstOrDefault(inbox => inbox.Role == role)?.Partitions;

    /// <summary>Begins to receive.</summary>
    public void Subscribe()
    {
        foreach (var inbox in inboxes)
        {
            log!.Subscribe(inbox.Role, inbox);
        }
    }
}
