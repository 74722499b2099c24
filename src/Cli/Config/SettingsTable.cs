using Cartwright.Cli.Configuration;

namespace Cartwright.Cli.Config;

/// <summary>The table of all settings for the documents.</summary>
internal static class SettingsTable
{
    public static IEnumerable<string> MarkdownLines() =>
    [
        "| setting | takes | default | what it is |",
        "| --- | --- | --- | --- |",
        .. Settings.All.Select(setting =>
            $"| `{setting.Name}` | {CodeCell(setting.Kind.Shown)} | {CodeCell(setting.Default)} | {setting.Help} |"),
    ];

    // A bar would end the cell.
    private static string CodeCell(string text) =>
        text.Length == 0 ? string.Empty : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
