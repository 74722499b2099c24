using System.Text.Json;

namespace Cartwright.Client;

/// <summary>The problem document of an answer, or the reason of a failed checkout.</summary>
/// <param name="Code">
/// The stable code, such as <c>out-of-stock</c>; each one has a page in docs/errors. Empty if the answer came from
/// another server on the way, without a code.
/// </param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence for people; it may change.</param>
public sealed record ShopRejection(string Code, int Status, string Detail)
{
    /// <summary>The 32 hexadecimal digits by which the shop's log names the request; null: it has none.</summary>
    public string? TraceId { get; init; }

    /// <summary>Further members of the problem document, by their names.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The item that it is about; null: it is about none, or the shop does not name it.</summary>
    public string? ItemId => Members.TryGetValue("item_id", out var item) && item.ValueKind == JsonValueKind.String
        ? item.GetString()
        : null;

    /// <summary>The amount that was wanted, of units or of credit; null: not given.</summary>
    public long? Wanted => Number("wanted");

    /// <summary>The amount that there was; null: not given.</summary>
    public long? Available => Number("available");

    /// <summary>The code, the status and the detail.</summary>
    public override string ToString() => $"{Status} {Code}: {Detail}";

    private long? Number(string name) =>
        Members.TryGetValue(name, out var member) && member.ValueKind == JsonValueKind.Number
        && member.TryGetInt64(out var number)
            ? number
            : null;
}
