namespace Cartwright.Cli.Observing;

/// <summary>
/// The names of OpenTelemetry's metrics in a Prometheus: dots become underscores, and the unit and <c>_total</c> are
/// appended, as OpenTelemetry's specification has it.
/// </summary>
internal static class PrometheusNames
{
    /// <summary>The name of a metric.</summary>
    /// <param name="name">Its name in OpenTelemetry.</param>
    /// <param name="unit">Its unit there; one in braces is a remark, and no unit.</param>
    /// <param name="type">Its type in a Prometheus.</param>
    public static string NameOf(string name, string unit, string? type)
    {
        var clean = LabelOf(name);
        if (SuffixOf(unit, type) is { } suffix && !clean.EndsWith(suffix, StringComparison.Ordinal))
        {
            clean += suffix;
        }

        return type == "counter" && !clean.EndsWith("_total", StringComparison.Ordinal) ? clean + "_total" : clean;
    }

    /// <summary>The name of a label.</summary>
    public static string LabelOf(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string? SuffixOf(string unit, string? type) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        "1" when type == "gauge" => "_ratio",
        _ => null,
    };
}
