namespace Cartwright.Admin.Parked;

/// <summary>One page of parked messages, and the whole of them in groups.</summary>
/// <param name="Now">Milliseconds since 1970.</param>
/// <param name="Count">How many messages meet the query, on all pages.</param>
/// <param name="Groups">All that meet the query, by service, type and error, the largest group first.</param>
/// <param name="Messages">The page.</param>
/// <param name="Cursor">Where the next page begins; null at the last one.</param>
/// <param name="Unreadable">Keys of rows that cannot be read.</param>
/// <param name="Silent">The services that did not answer.</param>
public sealed record ParkedPage(
    long Now,
    int Count,
    IReadOnlyList<ParkedGroup> Groups,
    IReadOnlyList<ParkedSummary> Messages,
    string? Cursor,
    IReadOnlyList<string> Unreadable,
    IReadOnlyList<string> Silent);
