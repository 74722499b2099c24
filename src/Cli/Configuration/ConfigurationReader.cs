using Cartwright.CommandLine;
using Microsoft.Extensions.Configuration;

namespace Cartwright.Cli.Configuration;

/// <summary>Puts the sources together: defaults, file, environment, command line; a later one wins.</summary>
internal static class ConfigurationReader
{
    /// <summary>How the configuration file is named, by option and by environment only.</summary>
    public const string FileName = "config";

    /// <param name="given">The options of the command line, by the names of the settings.</param>
    /// <param name="environment">The variables.</param>
    public static Configured ReadSettings(
        IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string> environment)
    {
        List<string> mistakes = [];
        Func<string, string?> variable = name => environment.GetValueOrDefault(name);
        var builder = new ConfigurationBuilder().Add(ConfigurationLayer.OfDefaults());
        var path = given.GetValueOrDefault(FileName) ?? variable(Setting.VariableOf(FileName));
        if (path is { Length: > 0 })
        {
            builder.Add(ConfigurationLayer.OfFile(path, mistakes));
        }

        var configuration = builder
            .Add(ConfigurationLayer.OfEnvironment(variable))
            .Add(ConfigurationLayer.OfCommandLine(given))
            .Build();
        var layers = configuration.Providers.Reverse().Cast<ConfigurationLayer>().ToList();
        var values = Settings.All.Select(setting => FindValue(setting, layers, mistakes)).ToList();
        mistakes.AddRange(values.SelectMany(MistakesIn));
        return new Configured(values, mistakes)
        {
            Warnings =
            [
                .. AmbientVariables.FindUnknown(environment)
                    .Select(name => $"{name} is not a setting and is ignored; `cartwright config` names all."),
                .. SecretFile.IsInContainer(environment) ? [] : SecretFiles.WarningsIn(values, path),
            ],
        };
    }

    private static IEnumerable<string> MistakesIn(SettingValue value)
    {
        if (IsExposed(value))
        {
            yield return ExposedWarning(value.Setting);
        }
        else if (value.Source != SettingSource.Default && (value.Text.Length > 0 || value.Setting.Default.Length > 0)
            && value.Setting.Kind.Mistake(value.Text) is { } mistake)
        {
            yield return $"{value.Place} {mistake}.";
        }
    }

    private static bool IsExposed(SettingValue value) => value.Source == SettingSource.CommandLine
        && value.Place == value.Setting.Option && value.Setting.HoldsSecret?.Invoke(value.Text) is true;

    private static string ExposedWarning(Setting setting)
    {
        var file = setting.Name + Setting.FileSuffix;
        return $"{setting.Option} must not hold a password: every user of the machine can read a command line. "
            + $"Give it by the variable {setting.Variable}, by {setting.Name} in the configuration file, or in a file "
            + $"of its own that {Setting.OptionOf(file)} or {Setting.VariableOf(file)} names.";
    }

    private static SettingValue FindValue(Setting setting, List<ConfigurationLayer> layers, List<string> mistakes)
    {
        var names = ConfigurationLayer.NamesOf(setting);
        var (layer, found) = layers
            .Select(layer => (layer, Found: names.Where(name => layer.TryGet(name, out _)).ToList()))
            .First(pair => pair.Found.Count > 0);
        if (found.Count > 1)
        {
            mistakes.Add($"{layer.PlaceOf(found[0])} and {layer.PlaceOf(found[1])} exclude each other.");
        }

        var place = layer.PlaceOf(found[0]);
        _ = layer.TryGet(found[0], out var text);
        if (found[0] == setting.Name)
        {
            return new SettingValue(setting, text!, layer.Source, place);
        }

        var (secret, isKept) = TextIn(text!, place, mistakes);
        return new SettingValue(setting, secret, layer.Source, place) { File = isKept ? text : null };
    }

    // A pipe gives its text once, and would be waited for at the second time.
    private static (string Text, bool IsKept) TextIn(string path, string place, List<string> mistakes)
    {
        if (SettingKind.AnyText("the path of a file").Mistake(path) is { } mistake)
        {
            mistakes.Add($"{place} {mistake}.");
            return (string.Empty, false);
        }

        try
        {
            using var file = File.OpenRead(path);
            using var reader = new StreamReader(file);
            return (reader.ReadToEnd().Trim(), file.CanSeek);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{place} names the file '{path}', which cannot be read: {unreadable.Message}");
            return (string.Empty, false);
        }
    }
}
