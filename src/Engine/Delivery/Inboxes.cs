using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>The inboxes of one engine: one for each of its services; none without a log.</summary>
internal sealed class Inboxes(ILog? log, IReadOnlyList<Inbox> inboxes)
{
    /// <summary>Those of an engine's services.</summary>
    public static Inboxes Of(
        IReadOnlyList<IService> services, Intake intake, ILog? log, IWireFormat format, ShopId? shop)
    {
        var codec = new MessageCodec(format);
        return new Inboxes(
            log, log is null ? [] : [.. services.Select(s => new Inbox(s.Role, intake, log, codec, shop))]);
    }

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
