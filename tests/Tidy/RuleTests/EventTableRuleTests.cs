using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class EventTableRuleTests
{
    private const string Table = "| event | level | what |\n| --- | --- | --- |\n| 2, 101 | warning | late |\n";

    private const string Log = """
        internal static partial class Log
        {
            public const int TroubleId = 101;

            [LoggerMessage(TroubleId, LogLevel.Warning, "a")]
            public static partial void A(ILogger log);

            [LoggerMessage(2, LogLevel.Warning, "b")]
            public static partial void B(ILogger log);

            [LoggerMessage(3, LogLevel.Debug, "c")]
            public static partial void C(ILogger log);
        }
        """;

    private static readonly EventTableRule Rule = new();

    [Fact]
    public void An_event_without_a_row_is_found() => Seeded.Finds(
        Rule, "src/A.cs:11: event 4, error, is not in the table",
        ("docs/operating/watching.md", Table),
        ("src/A.cs", Log.Replace("3, LogLevel.Debug", "4, LogLevel.Error", StringComparison.Ordinal)));

    [Fact]
    public void An_event_of_another_level_is_found_at_both_places() => Assert.Equal(2, Rule.Check(
        Source.SourceTree.Of(
            ("docs/operating/watching.md", Table),
            ("src/A.cs", Log.Replace("2, LogLevel.Warning", "2, LogLevel.Error", StringComparison.Ordinal)))).Count());

    [Fact]
    public void A_row_without_an_event_is_found() => Seeded.Finds(
        Rule, "docs/operating/watching.md:3: no warning of the source is event 7",
        ("docs/operating/watching.md", Table.Replace("2,", "2, 7,", StringComparison.Ordinal)),
        ("src/A.cs", Log));

    [Fact]
    public void A_number_that_is_used_twice_is_found() => Seeded.Finds(
        Rule, "src/A.cs:11: event 2 is another one already",
        ("docs/operating/watching.md", Table),
        ("src/A.cs", Log.Replace("(3", "(2", StringComparison.Ordinal)));

    [Fact]
    public void Events_that_are_in_the_table_are_allowed() =>
        Seeded.FindsNothing(Rule, ("docs/operating/watching.md", Table), ("src/A.cs", Log));
}
