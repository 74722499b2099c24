using System.Globalization;
using System.Text;

namespace Cartwright.AdminConsole.Charts;

/// <summary>
/// Lines in a box of <see cref="Width"/> by <see cref="Height"/>, with the newest value at the right edge.
/// </summary>
internal static class ChartGeometry
{
    public const int Width = 300;
    public const int Height = 60;

    /// <summary>The value at the upper edge: 1, 2 or 5 times a power of ten, and not below the maximum.</summary>
    public static double TopOf(double maximum, double topMin)
    {
        var wanted = Math.Max(maximum, topMin);
        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        foreach (var factor in (double[])[1, 2, 5])
        {
            if (factor * power >= wanted)
            {
                return factor * power;
            }
        }

        return 10 * power;
    }

    /// <summary>
    /// The line as SVG's path data. An unknown value interrupts it, and so does a time without a sample.
    /// </summary>
    /// <param name="points">The values by their distance from the right edge.</param>
    /// <param name="top">The value at the upper edge.</param>
    /// <param name="gapMax">The longest distance between two connected points.</param>
    public static string PathOf(IEnumerable<(double FromRight, double? Value)> points, double top, double gapMax)
    {
        var path = new StringBuilder();
        double? last = null;
        foreach (var (fromRight, value) in points)
        {
            if (value is not { } known)
            {
                last = null;
                continue;
            }

            var isConnected = last is { } before && before - fromRight <= gapMax;
            var x = Math.Max(0, Width - fromRight);
            var y = Height - (Height * Math.Min(1, known / top));

            // A single point has no length, and would not be seen.
            path.Append(CultureInfo.InvariantCulture, $"{(isConnected ? 'L' : 'M')}{x:0.#} {y:0.#}");
            path.Append(isConnected ? "" : "h.1");
            last = fromRight;
        }

        return path.ToString();
    }
}
