using System.Security.Cryptography;
using System.Text;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>How a message that cannot be handled is kept, and made into bytes again.</summary>
internal sealed class Parking(IWireFormat format, ShopId? shop)
{
    private const int ErrorCharactersMax = 500;

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MessageCodec _codec = new(format);

    /// <summary>Parks a message that could be read.</summary>
    public Park ParkMessage(Message message, string error, string origin)
    {
        var bytes = _codec.Encode(message);
        var id = message is ICorrelated { Correlation: var process }
            ? $"{format.NameOf(message)}/{process}"
            : IdOf(bytes, format.NameOf(message));
        return new Park(id, message.To, new Decoded(message, bytes, error), error, origin);
    }

    /// <summary>
    /// Parks bytes that could not be read. Of the envelopes of other shops the first alone is kept:
    /// another shop sends as many as it has checkouts, and there is nothing to do with any of them.
    /// </summary>
    public static Park ParkUnreadable(Decoded unreadable, Role role, string origin) => new(
        unreadable.IsForeign ? $"foreign/{role.Name}" : IdOf(unreadable.Bytes, "unreadable"),
        role,
        unreadable,
        unreadable.Error!,
        origin);

    /// <summary>The work that parks a work's message, for good or until a time.</summary>
    public Work WorkOf(Work work, string error, long? retryAt) => new()
    {
        Message = work.Message switch
        {
            ReplayParked replay => new ParkAgain(replay.Id, error),
            Park park => park,
            _ => ParkMessage(work.Message, error, work.Origin) with { RetryAt = retryAt },
        },
        Origin = work.Origin,
        Receipt = work.Receipt,
    };

    /// <summary>The row.</summary>
    public static ParkedMessage RowOf(Park park, long now)
    {
        var bytes = park.Content.Bytes.Span;
        string body;
        var isBase64 = false;
        try
        {
            body = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            body = Convert.ToBase64String(bytes);
            isBase64 = true;
        }

        if (body.Contains('\0', StringComparison.Ordinal))
        {
            // PostgreSQL's text cannot hold a NUL.
            body = Convert.ToBase64String(bytes);
            isBase64 = true;
        }

        return new ParkedMessage(park.Role, park.Origin, Shown(park.Error), body, isBase64, now, park.RetryAt);
    }

    /// <summary>
    /// The row of a message that was tried again in vain. A repair that was refused is none; one that was done before
    /// stays on record.
    /// </summary>
    public static ParkedMessage Again(ParkedMessage parked, string error) => parked with
    {
        Due = null,
        Error = Shown(error),
        ReturnReason = parked.ReturnedAt is null ? null : parked.ReturnReason,
    };

    /// <summary>Parks a message of an envelope that was kept whole, to be tried at once.</summary>
    public Park OfPart(Decoded part, ParkedMessage envelope, long now) =>
        (part.Message is { } message
            ? ParkMessage(message, "Its envelope is tried again.", envelope.Origin)
            : ParkUnreadable(part, envelope.To, envelope.Origin)) with
        {
            RetryAt = now,
        };

    /// <summary>
    /// The message of a row, or the messages of an envelope that was kept whole because an earlier version could not
    /// read it. One without a message has the reason why the row still cannot be read.
    /// </summary>
    public List<Decoded> Reread(ParkedMessage parked)
    {
        try
        {
            var bytes = BytesOf(parked);
            var message = _codec.Decode(bytes, parked.To);
            if (message.Message is not null)
            {
                return [message];
            }

            var envelope = _codec.Unwrap(bytes, parked.To, shop);
            var isUnread = envelope is [{ Message: null } whole] && whole.Bytes.Length == bytes.Length;
            var wasEnvelope = parked.Error.StartsWith("Not an envelope", StringComparison.Ordinal)
                || envelope is [{ IsForeign: true }];
            return isUnread && !wasEnvelope ? [message] : envelope;
        }
        catch (FormatException broken)
        {
            return [new Decoded(null, default, broken.Message)];
        }
    }

    /// <summary>The original bytes.</summary>
    public static byte[] BytesOf(ParkedMessage parked) =>
        parked.IsBase64 ? Convert.FromBase64String(parked.Body) : Encoding.UTF8.GetBytes(parked.Body);

    // An error can quote foreign text. With a NUL in it, the database would reject the engine's own row, which stops
    // the node, and the same record would stop it again after each start; an escape would drive the reader's terminal.
    private static string Shown(string error)
    {
        var shown = error.Length <= ErrorCharactersMax
            ? error
            : $"{error.AsSpan(0, ErrorCharactersMax - (char.IsHighSurrogate(error[ErrorCharactersMax - 1]) ? 1 : 0))}…";
        return PlainText.EscapeControls(shown);
    }

    private static string IdOf(ReadOnlyMemory<byte> bytes, string name) =>
        $"{name}/{Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 12))}";
}
