using Cartwright.CommandLine;

namespace Cartwright.Cli.Configuration;

/// <summary>The files of secrets that settings name, and the configuration file where it holds one.</summary>
internal static class SecretFiles
{
    /// <summary>A warning for each file that every user of the machine can read.</summary>
    /// <param name="values">The settings.</param>
    /// <param name="configuration">The configuration file; null for none.</param>
    public static IEnumerable<string> WarningsIn(IEnumerable<SettingValue> values, string? configuration) => values
        .Select(value => (value.Place, File: FileOf(value, configuration)))
        .Where(named => named.File is not null)
        .DistinctBy(named => named.File)
        .Select(named => SecretFile.WarningOf(named.Place, named.File!))
        .OfType<string>();

    private static string? FileOf(SettingValue value, string? configuration) =>
        value.Setting.NamesSecret && value.Text.Length > 0 ? value.Text
        : value.Setting.HoldsSecret?.Invoke(value.Text) is not true || value.Text.Length == 0 ? null
        : value.File ?? (value.Source == SettingSource.File ? configuration : null);
}
