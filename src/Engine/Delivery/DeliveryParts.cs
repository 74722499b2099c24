using Cartwright.Engine.Clocks;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>The way of messages and commands into one engine, and the way of messages out of it.</summary>
/// <param name="Ids">Numbers of envelopes, and of everything that is created.</param>
/// <param name="Intake">The messages and commands that wait for a lane.</param>
/// <param name="Outbox">The envelopes on their way.</param>
/// <param name="Inboxes">The records that arrive.</param>
/// <param name="HasLog">Whether there are other nodes to send to.</param>
internal sealed record DeliveryParts(IdSource Ids, Intake Intake, Outbox Outbox, Inboxes Inboxes, bool HasLog)
{
    public static DeliveryParts Make(
        IReadOnlyList<IService> services,
        IWireFormat format,
        IIdBlocks blocks,
        ILog? log,
        EngineOptions options,
        NodeTime time)
    {
        var ids = new IdSource(blocks, options.IdBlock, time.Clock);
        var intake = new Intake(options, time.Clock);
        return new DeliveryParts(
            ids,
            intake,
            new Outbox(log, format, ids, options, time),
            Inboxes.Of(services, intake, log, format, options.Shop),
            HasLog: log is not null);
    }
}
