using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;

namespace Cartwright.Engine.Batches;

/// <summary>How a batch decides.</summary>
/// <param name="Services">The services that decide its messages.</param>
/// <param name="Application">The application that admits its commands.</param>
/// <param name="Parking">How a message that fails is parked.</param>
/// <param name="Options">The bounds.</param>
internal sealed record BatchRules(
    Services Services, IApplication Application, Parking Parking, EngineOptions Options)
{
    /// <summary>The replies that are stored.</summary>
    public IdempotentReplies Replies { get; } = new(new ReplyCodec(Application.Wire), Options.ReplyKeptMs);
}
