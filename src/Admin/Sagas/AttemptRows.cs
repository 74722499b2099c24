using System.Text.Json;

namespace Cartwright.Admin.Sagas;

/// <summary>The rows of one service that the commands of an attempt's steps touch.</summary>
/// <param name="Service">The service.</param>
/// <param name="Rows">The rows; a missing one is left out.</param>
/// <param name="Unreadable">Keys of rows that cannot be read.</param>
public sealed record AttemptRows(string Service, IReadOnlyList<AttemptRow> Rows, IReadOnlyList<string> Unreadable);

/// <summary>One row by the names of its table and columns.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The value of its key column, as text.</param>
/// <param name="Values">The other columns: whole numbers, texts and nulls.</param>
public sealed record AttemptRow(string Table, string Key, IReadOnlyDictionary<string, JsonElement> Values);
