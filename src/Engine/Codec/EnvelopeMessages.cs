using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Codec;

/// <summary>One message of an envelope, for a reader that does not execute it.</summary>
/// <param name="Message">The message; null where it cannot be read.</param>
/// <param name="Bytes">Its JSON; of an unreadable message its original bytes.</param>
/// <param name="Error">Why it cannot be read.</param>
public sealed record EnvelopeMessage(Message? Message, ReadOnlyMemory<byte> Bytes, string? Error);

/// <summary>Takes an envelope apart as an inbox does, of any shop.</summary>
public sealed class EnvelopeMessages(IWireFormat format)
{
    private readonly MessageCodec _codec = new(format);

    /// <summary>The messages of an envelope; one that cannot be read at all is a single entry.</summary>
    /// <param name="envelope">A record of an inbox.</param>
    /// <param name="inbox">The service of the inbox.</param>
    public IReadOnlyList<EnvelopeMessage> ReadAll(ReadOnlyMemory<byte> envelope, Role inbox) =>
    [
        .. _codec.Unwrap(envelope, inbox).Select(decoded => decoded.Message is { } message
            ? new EnvelopeMessage(message, _codec.Encode(message), null)
            : new EnvelopeMessage(null, decoded.Bytes, decoded.Error)),
    ];
}
