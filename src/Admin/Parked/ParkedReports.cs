using System.Globalization;
using Cartwright.Engine.Housekeeping;

namespace Cartwright.Admin.Parked;

/// <summary>Parked messages in the form in which they are shown, page by page.</summary>
public static class ParkedReports
{
    /// <summary>A message without its bytes.</summary>
    public static ParkedSummary SummaryOf(string id, ParkedMessage message) => new()
    {
        Id = id,
        Service = message.To.Name,
        Type = ParkedMatch.TypeOf(id),
        Origin = message.Origin,
        Error = message.Error,
        At = message.At,
        Due = message.Due,
        ReturnReason = message.ReturnReason,
        ReturnedAt = message.ReturnedAt,
    };

    /// <summary>A message with its bytes.</summary>
    public static ParkedDetail DetailOf(string id, ParkedMessage message) => new(SummaryOf(id, message))
    {
        Body = message.Body,
        IsBase64 = message.IsBase64,
    };

    /// <summary>One page of all messages that meet a query.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="query">Its limit and its cursor.</param>
    /// <param name="found">All messages that meet it.</param>
    /// <param name="unreadable">Keys of rows that cannot be read.</param>
    /// <param name="silent">The services that did not answer.</param>
    /// <exception cref="QueryFault">The cursor is none.</exception>
    public static ParkedPage PageOf(
        long now,
        ParkedQuery query,
        IReadOnlyCollection<ParkedSummary> found,
        IReadOnlyList<string> unreadable,
        IReadOnlyList<string> silent)
    {
        var sorted = found.OrderBy(PlaceOf, Comparer<(long, string, string)>.Default);
        var rest = query.Cursor is { } cursor && ParseCursor(cursor) is var after
            ? sorted.Where(message => PlaceOf(message).CompareTo(after) > 0)
            : sorted;
        var page = rest.Take(query.Limit + 1).ToList();
        var isLast = page.Count <= query.Limit;
        page = isLast ? page : page[..query.Limit];
        return new ParkedPage(
            now, found.Count, GroupsOf(found), page, isLast ? null : CursorOf(page[^1]), unreadable, silent);
    }

    private static IReadOnlyList<ParkedGroup> GroupsOf(IEnumerable<ParkedSummary> found) =>
    [
        .. found
            .GroupBy(message => (message.Service, message.Type, Error: ParkedMatch.KindOf(message.Error)))
            .Select(group => new ParkedGroup(
                group.Key.Service,
                group.Key.Type,
                group.Key.Error,
                group.Count(),
                group.Min(message => message.At)))
            .OrderByDescending(group => group.Count)
            .ThenBy(group => group.OldestAt),
    ];

    private static (long At, string Service, string Id) PlaceOf(ParkedSummary message) =>
        (message.At, message.Service, message.Id);

    private static string CursorOf(ParkedSummary message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.At}.{message.Service}.{message.Id}");

    private static (long At, string Service, string Id) ParseCursor(string text) =>
        text.Split('.', 3) is [var at, var service, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, service, id)
            : throw new QueryFault("cursor must be one that an earlier page gave.");
}
