using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// The first answer to a request that came with an <c>Idempotency-Key</c>, committed together with its effect.
/// </summary>
/// <param name="Request">Method and path as they were sent; the same key for another request is refused.</param>
/// <param name="Reply">The answer, as <see cref="Codec.ReplyCodec"/> writes it.</param>
/// <param name="Due">When it can be forgotten, in milliseconds since 1970.</param>
public sealed record StoredReply(string Request, string Reply, long? Due)
{
    public static Table<StoredReply> Table { get; } = new(
        6,
        "idempotency_keys",
        new Column("idempotency_key", ColumnKind.Text),
        [new("request", ColumnKind.Text), new("reply", ColumnKind.Text), new("due", ColumnKind.Number, Nullable: true)],
        (_, row) => new StoredReply(row.ReadText()!, row.ReadText()!, row.ReadNumberOrNull()),
        (reply, row) =>
        {
            row.WriteText(reply.Request);
            row.WriteText(reply.Reply);
            row.WriteNumberOrNull(reply.Due);
        })
    {
        // It is kept for a day, and looked after only then.
        IsDueAnyTime = true,
    };

    /// <summary>Whether it answers this request, however that is spelled.</summary>
    public bool IsOf(string request) => RequestName.AreSame(Request, request);

    public static Key KeyOf(string idempotencyKey) => new(Table, idempotencyKey);
}
