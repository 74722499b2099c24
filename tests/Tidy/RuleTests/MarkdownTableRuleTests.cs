using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class MarkdownTableRuleTests
{
    private static readonly MarkdownTableRule Rule = new();

    [Fact]
    public void A_table_without_a_separator_is_found() =>
        Seeded.Finds(Rule, "a.md:2: the table has no separator", ("a.md", "text\n| a | b |\n| 1 | 2 |\n"));

    [Fact]
    public void A_header_alone_is_found() =>
        Seeded.Finds(Rule, "a.md:1: the table has no separator", ("a.md", "| a |\n\ntext"));

    [Fact]
    public void A_row_with_too_many_cells_is_found() =>
        Seeded.Finds(
            Rule, "a.md:4: 3 cells below a header of 2",
            ("a.md", "| a | b |\n|---|--:|\n| 1 | 2 |\n| 1 | 2 | 3 |"));

    [Fact]
    public void A_second_row_for_the_same_name_is_found() =>
        Seeded.Finds(
            Rule, "a.md:4: a second row for `x`",
            ("a.md", "| a | b |\n|---|---|\n| `x` | 2 |\n| `x` | 3 |"));

    [Fact]
    public void Whole_tables_and_code_are_allowed() =>
        Seeded.FindsNothing(Rule,
            ("a.md", "| a | b |\n| --- | :-: |\n| `x \\| y` | 2 |\n\n```text\n| no table |\n```\n"));
}
