using Cartwright.Tidy.Rules;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.RuleTests;

public sealed class FunctionSizeRuleTests
{
    private static readonly FunctionSizeRule Rule = new();

    [Theory]
    [InlineData("void M()\n{", "}", "M")]
    [InlineData("A()\n{", "}", "A")]
    [InlineData("int P { get\n{", "} }", "get")]
    [InlineData("int P =>\n", "1;", "P")]
    [InlineData("Action F = () =>\n{", "};", "a lambda")]
    [InlineData("public static A operator +(A a, A b)\n{", "}", "an operator")]
    public void A_function_of_71_lines_is_found(string before, string after, string name) =>
        Seeded.Finds(Rule, $"{name} has 71 lines; a function has 70 at most", Class(before, 71, after));

    [Fact]
    public void A_local_function_of_71_lines_is_found_beside_the_one_around_it()
    {
        var found = Rule.Check(SourceTree.Of(Class("void M()\n{ void Inner()\n{", 72, "} }")))
            .Select(violation => violation.Message)
            .ToList();
        Assert.Contains("Inner has 71 lines; a function has 70 at most", found);
        Assert.Contains("M has 72 lines; a function has 70 at most", found);
    }

    [Theory]
    [InlineData("void M()\n{", "}")]
    [InlineData("[Fact]\n[Other]\nvoid M()\n{", "}")]
    public void Seventy_lines_are_allowed_whatever_stands_above(string before, string after) =>
        Seeded.FindsNothing(Rule, Class(before, 70 + before.Split("]\n").Length - 1, after));

    [Theory]
    [InlineData("TheoryData<int> Rows => new()\n{", "};")]
    [InlineData("int[] Rows =>\n[", "];")]
    [InlineData("int[] Rows() =>\n[", "];")]
    public void A_table_may_have_many_rows(string before, string after) =>
        Seeded.FindsNothing(Rule, Class(before, 200, after));

    [Fact]
    public void One_function_over_the_aim_is_allowed_and_two_of_two_are_found()
    {
        var one = Class("void M()\n{", 31, "}");

        Seeded.FindsNothing(Rule, one);
        var found = Rule.Check(SourceTree.Of(one, ("src/B.cs", one.Text))).ToList();
        Assert.Equal(2, found.Count);
        Assert.Contains("2 of 2 functions have more than 30 lines", found[0].Message, StringComparison.Ordinal);
    }

    // A class with one member of this many lines.
    private static (string Path, string Text) Class(string before, int lines, string after) =>
        ("src/A.cs", $"class A {{\n{before}{new string('\n', lines - 1 - before.Count(c => c == '\n'))}{after}\n}}");
}
