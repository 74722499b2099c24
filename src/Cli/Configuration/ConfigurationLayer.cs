using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Cartwright.Cli.Configuration;

/// <summary>One source of values, by the names of the settings, and of the files that hold secrets.</summary>
internal sealed class ConfigurationLayer : ConfigurationProvider, IConfigurationSource
{
    private ConfigurationLayer(
        SettingSource source, IEnumerable<KeyValuePair<string, string>> texts, Func<string, string> placeOf)
    {
        (Source, PlaceOf) = (source, placeOf);
        texts.ToList().ForEach(text => Set(text.Key, text.Value));
    }

    public SettingSource Source { get; }

    /// <summary>The name of the place where a value was set: an option, a variable, a key of a file.</summary>
    public Func<string, string> PlaceOf { get; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>The names that a layer may have: those of the settings, and of the files that hold secrets.</summary>
    public static IEnumerable<string> NamesOf(Setting setting) =>
        setting.IsSecret ? [setting.Name, setting.Name + Setting.FileSuffix] : [setting.Name];

    public static ConfigurationLayer OfDefaults() => new(
        SettingSource.Default,
        Settings.All.ToDictionary(setting => setting.Name, setting => setting.Default),
        Setting.OptionOf);

    public static ConfigurationLayer OfCommandLine(IReadOnlyDictionary<string, string> given) =>
        new(SettingSource.CommandLine, given, Setting.OptionOf);

    /// <summary>An empty variable counts as unset, as in other programs.</summary>
    public static ConfigurationLayer OfEnvironment(Func<string, string?> variable) => new(
        SettingSource.Environment,
        Settings.All.SelectMany(NamesOf)
            .Select(name => (Name: name, Text: variable(Setting.VariableOf(name))))
            .Where(found => !string.IsNullOrEmpty(found.Text))
            .ToDictionary(found => found.Name, found => found.Text!),
        Setting.VariableOf);

    /// <summary>A JSON object with a key for each setting; a list may be a JSON list.</summary>
    public static ConfigurationLayer OfFile(string path, List<string> mistakes)
    {
        var known = Settings.All.SelectMany(NamesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach (var part in ReadFile(path, mistakes))
        {
            var elements = part.GetChildren().ToList();
            if (!known.Contains(part.Key))
            {
                mistakes.Add($"{part.Key} in {path} is not a setting; `cartwright config` names all.");
            }
            else if (elements.Exists(element => !int.TryParse(element.Key, out _) || element.Value is null))
            {
                mistakes.Add($"{part.Key} in {path} must be a text, a number, true, false, or a list of texts.");
            }
            else if (elements.Count > 0 || part.Value is not null)
            {
                texts[part.Key] = elements.Count == 0
                    ? TextOf(part.Value!)
                    : string.Join(',', elements.Select(element => element.Value));
            }
        }

        return new ConfigurationLayer(SettingSource.File, texts, name => $"{name} in {path}");
    }

    private static IEnumerable<IConfigurationSection> ReadFile(string path, List<string> mistakes)
    {
        try
        {
            using var file = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(file).Build().GetChildren();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"The configuration file {path} cannot be read: {unreadable.Message}");
        }
        catch (Exception broken) when (broken is FormatException or InvalidDataException or JsonException)
        {
            mistakes.Add($"The configuration file {path} is not a JSON object: {broken.Message}");
        }

        return [];
    }

    // A switch is true or false in JSON, of which the library makes True or False.
    private static string TextOf(string value) => bool.TryParse(value, out var isOn)
        ? isOn ? bool.TrueString.ToLowerInvariant() : bool.FalseString.ToLowerInvariant()
        : value;
}
