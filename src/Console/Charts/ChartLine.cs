namespace Cartwright.AdminConsole.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its quantity; empty where the chart has one line.</param>
/// <param name="Now">The last value, as text.</param>
/// <param name="Path">The line in the coordinates of <see cref="ChartGeometry"/>, as SVG has them.</param>
public sealed record ChartLine(string Name, string Now, string Path);
