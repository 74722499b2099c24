using Cartwright.Kernel;

namespace Cartwright.Engine.Housekeeping;

/// <summary>
/// A message that could not be handled (dead letter), kept with its original bytes until an operator acts. One for each
/// attempt and type: a message that comes again does not pile up.
/// </summary>
/// <param name="To">The service that could not handle it.</param>
/// <param name="Origin">Its source.</param>
/// <param name="Error">Why it could not be handled.</param>
/// <param name="Body">The message's bytes, as text where they are UTF-8.</param>
/// <param name="IsBase64">Whether the body is base64 of bytes that are no text.</param>
/// <param name="At">When it was parked last, in milliseconds since 1970.</param>
/// <param name="Due">When it should be retried; null until a retry is requested.</param>
public sealed record ParkedMessage(
    Role To,
    string Origin,
    string Error,
    string Body,
    bool IsBase64,
    long At,
    long? Due)
{
    /// <summary>
    /// The operator's reason to undo the work that the message reports; null without such a request.
    /// </summary>
    public string? ReturnReason { get; init; }

    /// <summary>When that was ordered. From then on the row is the record of a repair.</summary>
    public long? ReturnedAt { get; init; }

    public static Table<ParkedMessage> Table { get; } = new(
        7,
        "parked",
        new Column("parked_id", ColumnKind.Text),
        [
            new("role", ColumnKind.Text), new("origin", ColumnKind.Text), new("error", ColumnKind.Text),
            new("body", ColumnKind.Text), new("is_base64", ColumnKind.Number), new("at", ColumnKind.Number),
            new("due", ColumnKind.Number, Nullable: true), new("return_reason", ColumnKind.Text, Nullable: true),
            new("returned_at", ColumnKind.Number, Nullable: true),
        ],
        (_, row) => new ParkedMessage(
            new Role(row.ReadText()!),
            row.ReadText()!,
            row.ReadText()!,
            row.ReadText()!,
            row.ReadNumber() != 0,
            row.ReadNumber(),
            row.ReadNumberOrNull())
        {
            ReturnReason = row.ReadText(),
            ReturnedAt = row.ReadNumberOrNull(),
        },
        (parked, row) =>
        {
            row.WriteText(parked.To.Name);
            row.WriteText(parked.Origin);
            row.WriteText(parked.Error);
            row.WriteText(parked.Body);
            row.WriteNumber(parked.IsBase64 ? 1 : 0);
            row.WriteNumber(parked.At);
            row.WriteNumberOrNull(parked.Due);
            row.WriteText(parked.ReturnReason);
            row.WriteNumberOrNull(parked.ReturnedAt);
        });

    public static Key KeyOf(string id) => new(Table, id);
}
