using System.CommandLine;
using Cartwright.Cli.Configuration;

namespace Cartwright.Cli.Tests.Configuration;

/// <summary>Reads settings as a verb does, with an environment of the test's own.</summary>
internal static class TestSettings
{
    public static Configured Read(string line, IReadOnlyDictionary<string, string>? environment = null)
    {
        var options = new SettingOptions(Settings.All);
        var verb = new Command("serve");
        options.AddTo(verb);
        var parsed = new RootCommand { verb }.Parse($"serve {line}");
        Assert.Empty(parsed.Errors);
        return options.ReadSettings(parsed, environment ?? new Dictionary<string, string>());
    }
}
