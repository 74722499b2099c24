using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class BoundTableRuleTests
{
    private const string Table = """
        | bound | value | what |
        | --- | --- | --- |
        | `QueueMax` | 4,096 | commands |
        | `PauseMs` | 5 s | a pause |
        | `RowsMax` | 2,000 | rows |
        """;

    private const string Code = """
        public sealed record EngineOptions
        {
            public bool IsOn { get; init; } = true;

            /// <summary>A queue. Default: 4,096.</summary>
            public int QueueMax { get; init; } = 4_096;

            /// <summary>
            /// A pause that is long enough, in milliseconds. Default:
            /// 5,000.
            /// </summary>
            public long PauseMs { get; init; } = 5 * 1_000;
        }
        """;

    private static readonly BoundTableRule Rule = new();
    private static readonly (string, string) Limits =
        ("src/Domain/Limits.cs", "public static class Limits { public const int RowsMax = 2_000; }");

    [Theory]
    [InlineData(
        "| `PauseMs` | 5 s | a pause |\n", "", "src/Engine/Options/EngineOptions.cs:12: PauseMs is not in the table")]
    [InlineData("5 s", "6 s", "docs/architecture/engine.md:4: PauseMs is 5000 in the source")]
    [InlineData("2,000", "3,000", "docs/architecture/engine.md:5: RowsMax is 2000 in the source")]
    [InlineData("`RowsMax`", "`GoneMax`", "docs/architecture/engine.md:5: the source has no GoneMax")]
    public void A_table_that_says_something_else_is_found(string before, string after, string message) => Seeded.Finds(
        Rule, message,
        ("docs/architecture/engine.md", Table.Replace(before, after, StringComparison.Ordinal)),
        ("src/Engine/Options/EngineOptions.cs", Code), Limits);

    [Fact]
    public void A_comment_that_says_something_else_is_found() => Seeded.Finds(
        Rule, "QueueMax is 4096, its comment says otherwise",
        ("docs/architecture/engine.md", Table),
        ("src/Engine/Options/EngineOptions.cs", Code.Replace(": 4,096", ": 4,097", StringComparison.Ordinal)), Limits);

    [Fact]
    public void The_same_everywhere_is_allowed() => Seeded.FindsNothing(
        Rule, ("docs/architecture/engine.md", Table), ("src/Engine/Options/EngineOptions.cs", Code), Limits);
}
