using Cartwright.Engine;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Shop.Wire;

/// <summary>The shop's replies that are stored under Idempotency-Keys.</summary>
public static class StoredReplies
{
    private static readonly ReplyCodec Codec = new(ShopWire.Format);

    /// <summary>The reply itself.</summary>
    /// <exception cref="FormatException">It is no reply of the shop.</exception>
    public static Reply ReplyOf(StoredReply stored) => Codec.Decode(stored.Reply);
}
