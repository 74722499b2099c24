namespace Cartwright.Admin.Sagas;

/// <summary>One page of orders.</summary>
/// <param name="Now">The order service's time, in milliseconds since 1970.</param>
/// <param name="Sagas">The orders, those that moved the longest ago first.</param>
/// <param name="Cursor">Where the next page begins; null at the last one.</param>
/// <param name="Unreadable">Keys of rows that cannot be read.</param>
public sealed record SagaPage(
    long Now, IReadOnlyList<SagaSummary> Sagas, string? Cursor, IReadOnlyList<string> Unreadable);
