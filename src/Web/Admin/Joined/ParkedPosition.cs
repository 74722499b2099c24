using System.Buffers.Text;
using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Shop;

namespace Cartwright.Web.Admin.Joined;

/// <summary>The place in one service's list of parked messages at which a page of all services has ended.</summary>
/// <param name="Cursor">The service's own cursor of the page with the last message; null for its first page.</param>
/// <param name="At">When that message was parked; null where the page begins here.</param>
/// <param name="Id">That message.</param>
internal sealed record ParkedPosition(string? Cursor, long? At, string? Id)
{
    public static ParkedPosition Start { get; } = new(Cursor: null, At: null, Id: null);

    /// <summary>Whether a message comes after the place.</summary>
    public bool IsBefore(long at, string id) =>
        At is not { } last || at > last || (at == last && string.CompareOrdinal(id, Id) > 0);

    /// <summary>The places of all services as one cursor.</summary>
    public static string TextOf(IReadOnlyDictionary<string, ParkedPosition> places) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(places, AdminJson.Options));

    /// <summary>The places of a cursor; none at the beginning.</summary>
    /// <exception cref="QueryFault">The text is no cursor.</exception>
    public static IReadOnlyDictionary<string, ParkedPosition> Parse(string? cursor)
    {
        if (cursor is null)
        {
            return new Dictionary<string, ParkedPosition>();
        }

        try
        {
            var places = JsonSerializer.Deserialize<Dictionary<string, ParkedPosition?>>(
                Base64Url.DecodeFromChars(cursor), AdminJson.Options);
            return places?.All(place => IsGiven(place.Key, place.Value)) is true
                ? places.ToDictionary(place => place.Key, place => place.Value!)
                : throw NoCursor();
        }
        catch (Exception strange) when (strange is FormatException or JsonException)
        {
            throw NoCursor();
        }
    }

    // The place of each service from which a message was taken.
    private static bool IsGiven(string service, ParkedPosition? place) =>
        place is { At: not null, Id: not null } && ShopServices.Roles.Any(role => role.Name == service);

    private static QueryFault NoCursor() => new("cursor must be one that an earlier page gave.");
}
