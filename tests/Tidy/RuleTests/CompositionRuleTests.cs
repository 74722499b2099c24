using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class CompositionRuleTests
{
    private static readonly CompositionRule Rule = new();

    public static TheoryData<string> Adapters { get; } = [.. ProjectArrowsRule.Adapters];

    [Theory]
    [InlineData("using Cartwright.Sqlite;")]
    [InlineData("using static Cartwright.Kafka.Topics;")]
    [InlineData("using Pg = Cartwright.Postgres;")]
    [InlineData("class A { Cartwright.Sqlite.Store? _store; }")]
    [InlineData("class A { object B() => global::Cartwright.Postgres.Store.Open(); }")]
    [InlineData("class A { object B() => new Sqlite.Store(); }")]
    public void An_adapter_named_outside_the_composition_is_found(string code) =>
        Seeded.Finds(Rule, "only the composition", ("src/Cli/Verbs/Serve.cs", code));

    [Theory]
    [MemberData(nameof(Adapters))]
    public void Each_adapter_is_found(string adapter) =>
        Seeded.Finds(Rule, "only the composition", ("src/Cli/Verbs/Serve.cs", $"using Cartwright.{adapter};"));

    [Theory]
    [InlineData("src/Cli/Verify/BookSources.cs")]
    [InlineData("src/Cli/Backup/BackupCommand.cs")]
    public void A_verb_that_opens_a_database_names_no_adapter(string path) =>
        Seeded.Finds(Rule, "only the composition", (path, "using Cartwright.Sqlite;"));

    [Fact]
    public void A_using_for_the_whole_project_is_found() =>
        Seeded.Finds(Rule, "Cartwright.Kafka", ("src/Cli/Cli.csproj",
            """<Project><ItemGroup><Using Include="Cartwright.Kafka" /></ItemGroup></Project>"""));

    [Fact]
    public void The_composition_may_name_adapters() =>
        Seeded.FindsNothing(Rule, ("src/Cli/Composition/EmbeddedNode.cs", "using Cartwright.Sqlite;"));

    [Theory]
    [InlineData("using Cartwright.Engine;")]
    [InlineData("enum Store { Sqlite, Postgres } class A { Store B => Store.Sqlite; }")]
    public void Other_names_are_allowed(string code) => Seeded.FindsNothing(Rule, ("src/Cli/Verbs/Serve.cs", code));
}
