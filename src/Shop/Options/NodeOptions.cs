using Cartwright.Engine;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;

namespace Cartwright.Shop.Options;

/// <summary>The bounds of a shop's node: the engine's, and those of checkouts and their clients.</summary>
public sealed record NodeOptions : EngineOptions
{
    /// <summary>How many clients may wait for outcomes at once. Default: 20,000.</summary>
    public int WatchesMax { get; init; } = 20_000;

    /// <summary>
    /// How many attempts an order node may have in flight before new checkouts are shed; a batch of each lane may pass
    /// it. An accepted checkout must be done well before its deadline: at 1,000 checkouts a second a full node needs 10
    /// seconds. Default: 10,000.
    /// </summary>
    public int UnfinishedMax { get; init; } = 10_000;

    /// <summary>
    /// How often attempts that seem to be in flight are looked for in the database, in milliseconds. Default: 5,000.
    /// </summary>
    public int ReconcileEveryMs { get; init; } = 5_000;

    /// <summary>How long an attempt has before stock is asked to cancel it, in milliseconds. Default: 30,000.</summary>
    public long CheckoutTimeoutMs { get; init; } = 30_000;

    /// <summary>Replaces the wire format of the shop; only tests, whose shops have more messages, do so.</summary>
    public Func<IWireFormat, IWireFormat> Wire { get; init; } = format => format;

    public override void Validate()
    {
        base.Validate();
        Positive(WatchesMax, nameof(WatchesMax));
        Positive(UnfinishedMax, nameof(UnfinishedMax));
        Positive(ReconcileEveryMs, nameof(ReconcileEveryMs));
        Positive(CheckoutTimeoutMs, nameof(CheckoutTimeoutMs));
    }
}
