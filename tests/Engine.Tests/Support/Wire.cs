using Cartwright.Engine.Batches;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Housekeeping;
using Cartwright.Shop.Wire;

namespace Cartwright.Engine.Tests.Support;

/// <summary>The shop's messages and replies, as the engine writes and reads them.</summary>
internal static class Wire
{
    public static MessageCodec Messages { get; } = new(ShopWire.Format);

    public static ReplyCodec Replies { get; } = new(ShopWire.Format);

    public static Parking Parking { get; } = new(ShopWire.Format, shop: null);
}
