using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class SettingsRuleTests
{
    private const string List = "src/Cli/Configuration/Settings.cs";
    private const string Reader = "src/Cli/Serve/ServeOptions.cs";
    private const string Entry =
        """class Settings { public static Setting Lanes { get; } = new("lanes", Kind, Engine.Lanes, "How many"); }""";
    private const string Reading = "class ServeOptions { int Lanes = configured.NumberOf(Settings.Lanes); }";

    private static readonly SettingsRule Rule = new();

    [Fact]
    public void An_entry_with_one_reading_is_allowed() =>
        Seeded.FindsNothing(
            Rule,
            (List, Entry),
            (Reader, Reading),
            ("src/Cli/Serve/ServeMistakes.cs", "class A { string B => configured.Place(Settings.Lanes); }"));

    [Fact]
    public void An_entry_without_a_reading_is_found() => Seeded.Finds(Rule, "read in 0 places", (List, Entry));

    [Theory]
    [InlineData("class A { int B = configured.NumberOf(Settings.Lanes); }")]
    [InlineData("class A { string B() => Read().TextOf(Settings.Lanes); }")]
    public void A_second_reading_is_found(string code) =>
        Seeded.Finds(
            Rule, "read in 2 places", (List, Entry), (Reader, Reading), ("src/Cli/Backup/BackupCommand.cs", code));

    [Fact]
    public void A_name_that_is_written_out_is_found() =>
        Seeded.Finds(
            Rule,
            "--lanes is written out",
            (List, Entry),
            (Reader, Reading),
            ("src/Cli/Verify/VerifyCommand.cs", """class A { string B = "--lanes"; }"""));

    [Fact]
    public void What_calls_the_program_writes_names_out() =>
        Seeded.FindsNothing(
            Rule, (List, Entry), (Reader, Reading), ("src/Lab/Node.cs", """class A { string B = "--lanes"; }"""));

    [Fact]
    public void A_bound_with_a_default_of_its_own_is_found() =>
        Seeded.Finds(
            Rule, "belongs to the options", (List, Entry.Replace("Engine.Lanes", "\"1\"")), (Reader, Reading));

    [Theory]
    [InlineData("required int", "", false)]
    [InlineData("int", "= 3;", true)]
    public void A_default_of_an_adapter_that_a_setting_has_too_is_found(string kind, string text, bool isFound)
    {
        (string, string)[] files =
        [
            (List, Entry),
            (Reader, Reading),
            ("src/Cli/Composition/ServiceLog.cs",
                "class A { KafkaOptions B() => new() { Partitions = options.Partitions }; }"),
            ("src/Kafka/KafkaOptions.cs", $"class KafkaOptions {{ public {kind} Partitions {{ get; init; }} {text} }}"),
        ];
        if (isFound)
        {
            Seeded.Finds(Rule, "Partitions comes from a setting", files);
        }
        else
        {
            Seeded.FindsNothing(Rule, files);
        }
    }
}
