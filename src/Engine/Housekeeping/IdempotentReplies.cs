using Cartwright.Engine.Codec;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// The replies to commands with an <c>Idempotency-Key</c>: the first is stored with its effect, and repeated from then
/// on.
/// </summary>
/// <param name="codec">How they are written.</param>
/// <param name="keptMs">How long they are kept, in milliseconds.</param>
internal sealed class IdempotentReplies(ReplyCodec codec, long keptMs)
{
    /// <summary>The row of a key's reply.</summary>
    public static Key RowOf(string idempotencyKey) => StoredReply.KeyOf(idempotencyKey);

    /// <summary>The reply to a command whose key was used before; null where it was not.</summary>
    public Reply? Find(IRows rows, Key row, string request) => rows.Find<StoredReply>(row) switch
    {
        null => null,
        { } stored => stored.IsOf(request) ? codec.Decode(stored.Reply) : new KeyReused(),
    };

    /// <summary>The row that stores the first reply.</summary>
    public object Store(string request, Reply reply, long now) =>
        new StoredReply(request, codec.Encode(reply), now + keptMs);
}
