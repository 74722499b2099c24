using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class LineLengthRuleTests
{
    private static readonly LineLengthRule Rule = new();

    [Fact]
    public void A_line_of_121_characters_is_found() =>
        Seeded.Finds(Rule, "tests/A.cs:2: 121 characters", ("tests/A.cs", $"\n// {new string('x', 118)}\n"));

    [Fact]
    public void A_line_of_120_characters_is_allowed() =>
        Seeded.FindsNothing(Rule, ("tests/A.cs", $"// {new string('x', 117)}\r\n"));

    [Fact]
    public void A_long_line_of_a_page_is_found() =>
        Seeded.Finds(Rule, "src/A.razor:1: 121 characters", ("src/A.razor", new string('x', 121)));

    [Fact]
    public void Only_code_is_measured() => Seeded.FindsNothing(Rule, ("docs/API.md", new string('x', 200)));
}
