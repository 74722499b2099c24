using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Options;

/// <summary>The engine's bounds. Every one is checked when the engine is made.</summary>
public record EngineOptions
{
    /// <summary>
    /// Whether a message to a service of the same engine is decided in the same batch. Only right where all
    /// services lie in one database and one lane writes it.
    /// </summary>
    public required bool DecidesLocally { get; init; }

    /// <summary>
    /// Whether every change of an order's status is sent to the log as a public event. It needs a log. Default: no.
    /// </summary>
    public bool PublishesEvents { get; init; }

    /// <summary>
    /// The shop of these messages: each envelope names it, and one that names another is parked. Null names none and
    /// takes every envelope. Default: null.
    /// </summary>
    public ShopId? Shop { get; init; }

    /// <summary>
    /// The services that the log has an inbox for. Envelopes to others were left by a later version, and are left to
    /// its nodes. Default: none, which is right without a log only.
    /// </summary>
    public IReadOnlyList<Role> Receivers { get; init; } = [];

    /// <summary>How many batches run side by side. Default: 1.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The most messages and commands in one batch. Default: 512.</summary>
    public int BatchMax { get; init; } = 512;

    /// <summary>
    /// How long a lane rests at most between two batches, in milliseconds. One that decides locally never rests.
    /// Default: 20.
    /// </summary>
    public int RestMaxMs { get; init; } = 20;

    /// <summary>How many messages wait for a lane before the log is paused. Default: 20,000.</summary>
    public int MessagesMax { get; init; } = 20_000;

    /// <summary>How many commands wait for a lane before they are refused. Default: 4,096.</summary>
    public int CommandsMax { get; init; } = 4_096;

    /// <summary>How many envelopes may wait for the log before commands are refused. Default: 20,000.</summary>
    public int OutboxMax { get; init; } = 20_000;

    /// <summary>The largest envelope, in bytes. Default: 512 KiB.</summary>
    public int EnvelopeBytesMax { get; init; } = 512 * 1024;

    /// <summary>How often parked messages are counted, in milliseconds. Default: 5,000.</summary>
    public int CountParkedEveryMs { get; init; } = 5_000;

    /// <summary>
    /// How many parked messages a database keeps. One more is counted and lost; the sweeps resend its process's
    /// messages. Default: 10,000.
    /// </summary>
    public int ParkedMax { get; init; } = 10_000;

    /// <summary>How many commands may wait because of a hold in flight. Default: 1,000.</summary>
    public int PostponedMax { get; init; } = 1_000;

    /// <summary>
    /// How long a command may wait for the database, for another service's answer, or for a hold in flight before it
    /// is refused, in milliseconds. Longer than a failover takes, where there is one. Default: 5,000.
    /// </summary>
    public long PatienceMs { get; init; } = 5_000;

    /// <summary>
    /// How many messages and commands of one lane may wait for rows that are locked or rejected. Beyond it a message is
    /// parked for a while, a command rejected. Default: 5,000.
    /// </summary>
    public int BlockedMax { get; init; } = 5_000;

    /// <summary>
    /// How long a message waits for such a row before it is parked and tried again from there, in milliseconds: until
    /// then the records after it cannot be confirmed. Default: 30,000.
    /// </summary>
    public int BlockedMs { get; init; } = 30_000;

    /// <summary>How long a first answer is kept for its Idempotency-Key, in milliseconds. Default: 24 hours.</summary>
    public long ReplyKeptMs { get; init; } = 24 * 3600 * 1000;

    /// <summary>How often the sweep looks for due rows, in milliseconds. Default: 500.</summary>
    public int SweepEveryMs { get; init; } = 500;

    /// <summary>How many rows of a table one look of the sweep takes. Default: 500.</summary>
    public int SweepRowsMax { get; init; } = 500;

    /// <summary>How often the database is asked for awaited outcomes, in milliseconds. Default: 100.</summary>
    public int PollEveryMs { get; init; } = 100;

    /// <summary>
    /// The age from which on any node resends an unconfirmed envelope, in milliseconds. Default: 5,000.
    /// </summary>
    public int LeftoverAgeMs { get; init; } = 5_000;

    /// <summary>
    /// How many of these envelopes a node takes in one look, and how many of other nodes' it counts as waiting.
    /// Default: 1,000.
    /// </summary>
    public int LeftoversMax { get; init; } = 1_000;

    /// <summary>
    /// How many bytes of these envelopes a node takes in one look; one envelope is taken even if it is larger. Default:
    /// 8,192 KiB.
    /// </summary>
    public int LeftoverBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// How many messages in unconfirmed envelopes the node remembers, so that its sweeps do not repeat them.
    /// Default: 50,000.
    /// </summary>
    public int RepeatsMax { get; init; } = 50_000;

    /// <summary>
    /// How many numbers are taken from the database at once; half as many are there at any time while it is away.
    /// Default: 100,000.
    /// </summary>
    public int IdBlock { get; init; } = 100_000;

    /// <summary>
    /// The longest pause between two tries of a batch, in milliseconds. After an outage of the database, clients wait
    /// that much longer. Default: 250.
    /// </summary>
    public int RetryPauseMaxMs { get; init; } = 250;

    /// <summary>Throws where a bound is not positive, or two bounds contradict each other.</summary>
    /// <exception cref="ArgumentException">Names the option.</exception>
    public virtual void Validate()
    {
        Positive(Lanes, nameof(Lanes));
        Positive(BatchMax, nameof(BatchMax));
        Positive(ParkedMax, nameof(ParkedMax));
        Positive(RestMaxMs, nameof(RestMaxMs));
        Positive(MessagesMax, nameof(MessagesMax));
        Positive(CommandsMax, nameof(CommandsMax));
        Positive(OutboxMax, nameof(OutboxMax));
        Positive(EnvelopeBytesMax, nameof(EnvelopeBytesMax));
        Positive(CountParkedEveryMs, nameof(CountParkedEveryMs));
        Positive(PostponedMax, nameof(PostponedMax));
        Positive(PatienceMs, nameof(PatienceMs));
        Positive(BlockedMax, nameof(BlockedMax));
        Positive(BlockedMs, nameof(BlockedMs));
        Positive(ReplyKeptMs, nameof(ReplyKeptMs));
        Positive(SweepEveryMs, nameof(SweepEveryMs));
        Positive(SweepRowsMax, nameof(SweepRowsMax));
        Positive(PollEveryMs, nameof(PollEveryMs));
        Positive(LeftoverAgeMs, nameof(LeftoverAgeMs));
        Positive(LeftoversMax, nameof(LeftoversMax));
        Positive(LeftoverBytesMax, nameof(LeftoverBytesMax));
        Positive(RepeatsMax, nameof(RepeatsMax));
        Positive(IdBlock, nameof(IdBlock));
        Positive(RetryPauseMaxMs, nameof(RetryPauseMaxMs));
        if (DecidesLocally && Lanes != 1)
        {
            throw new ArgumentException("Deciding locally needs exactly one lane.", nameof(Lanes));
        }

        if (DecidesLocally && PublishesEvents)
        {
            throw new ArgumentException("Where all is decided locally there is no log.", nameof(PublishesEvents));
        }
    }

    /// <summary>Throws where a bound is not positive.</summary>
    /// <exception cref="ArgumentException">Names the option.</exception>
    protected static void Positive(long value, string name)
    {
        if (value <= 0)
        {
            throw new ArgumentException($"{name} must be positive, but is {value}.", name);
        }
    }
}
