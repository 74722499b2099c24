namespace Cartwright.Admin.Sagas;

/// <summary>One page of orders.</summary>
/// <param name="Now">The order service's time, in milliseconds since 1970.</param>
/// <param name="Sagas">
/// The orders in flight, those that moved the longest ago first; others by their numbers.
/// </param>
/// <param name="Cursor">Where the next page begins, even if this one is empty; null at the last one.</param>
/// <param name="Unreadable">Keys of rows that cannot be read.</param>
public sealed record SagaPage(
    long Now, IReadOnlyList<SagaSummary> Sagas, string? Cursor, IReadOnlyList<string> Unreadable);
