namespace Cartwright.AdminConsole.Charts;

/// <summary>A small chart of the last minutes, drawn: the browsers only show it.</summary>
/// <param name="Title">The quantity and its unit.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Top">The value at the upper edge, as text; the lower edge is zero.</param>
/// <param name="Summary">The chart in words.</param>
/// <param name="IsNoted">Whether the value is one that an operator has to look at.</param>
/// <param name="Missing">The services or nodes that its last value is without; null where it is whole.</param>
public sealed record Chart(
    string Title, IReadOnlyList<ChartLine> Lines, string Top, string Summary, bool IsNoted, string? Missing);
