using System.CommandLine;
using System.Text.RegularExpressions;

namespace Cartwright.Cli.Configuration;

/// <summary>Settings as options of a verb, beside the file and the environment, where all of them can be set.</summary>
internal sealed partial class SettingOptions
{
    private readonly Dictionary<string, Option<string>> _options = [];

    /// <param name="settings">Those that the verb uses.</param>
    public SettingOptions(IEnumerable<Setting> settings)
    {
        _options.Add(ConfigurationReader.FileName, new Option<string>(Setting.OptionOf(ConfigurationReader.FileName))
        {
            Description = "A JSON file with settings; an option wins over the environment, and that over the file",
            HelpName = "FILE",
        });
        foreach (var setting in settings)
        {
            _options.Add(setting.Name, OptionOf(setting));
            if (setting.IsSecret)
            {
                var name = setting.Name + Setting.FileSuffix;
                _options.Add(name, new Option<string>(Setting.OptionOf(name))
                {
                    Description = $"A file that holds {setting.Name}",
                    HelpName = "FILE",
                });
            }
        }
    }

    public void AddTo(Command command)
    {
        foreach (var option in _options.Values)
        {
            command.Add(option);
        }
    }

    /// <summary>The values of all settings, for the verb that was parsed, in the environment of this process.</summary>
    public Configured ReadSettings(ParseResult parsed) => ReadSettings(parsed, AmbientVariables.ReadAll());

    public Configured ReadSettings(ParseResult parsed, IReadOnlyDictionary<string, string> environment) =>
        ConfigurationReader.ReadSettings(
            _options
                .Where(option => parsed.GetResult(option.Value) is { Implicit: false })
                .ToDictionary(option => option.Key, option => parsed.GetValue(option.Value)!),
            environment);

    private static string TextOf(Setting setting)
    {
        var help = Link().Replace(setting.Help, "$1");
        return setting.Default.Length > 0 ? $"{help} [default: {setting.Default}]" : help;
    }

    // A link leads somewhere in the documents only.
    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex Link();

    // No default here: it would hide the values of the file and the environment.
    private static Option<string> OptionOf(Setting setting) => new(setting.Option)
    {
        Description = TextOf(setting),
        HelpName = setting.Kind.Shown,

        // Known only to be refused with the ways that there are.
        Hidden = setting.HoldsSecret?.Invoke(string.Empty) is true,
        Arity = setting.Kind == SettingKind.Switch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        CustomParser = result => result.Tokens.Count == 0 ? SettingKind.Alone : result.Tokens[0].Value,
    };
}
