using Cartwright.Cli.Config;
using Cartwright.Cli.Configuration;

namespace Cartwright.Cli.Tests.Configuration;

public sealed class SettingsTableTests
{
    private const string Begin = "<!-- settings: made by `./cartwright config --markdown` -->";
    private const string End = "<!-- /settings -->";

    [Fact]
    public void The_table_in_the_documents_is_the_one_that_the_program_prints()
    {
        var lines = Repository.ReadLines("docs/operating/settings.md");
        var documented = lines.SkipWhile(line => line != Begin).Skip(1).TakeWhile(line => line != End);
        Assert.Equal(SettingsTable.MarkdownLines(), documented);
    }

    [Fact]
    public void Every_name_is_there_once_and_makes_a_variable()
    {
        var names = Settings.All.SelectMany(ConfigurationLayer.NamesOf).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.Matches("^CARTWRIGHT(_[A-Z]+)+$", Setting.VariableOf(name)));
    }
}
