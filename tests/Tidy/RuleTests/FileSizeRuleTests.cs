using Cartwright.Tidy.Rules;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.RuleTests;

public sealed class FileSizeRuleTests
{
    private static readonly FileSizeRule Rule = new();

    [Fact]
    public void A_file_of_401_lines_is_found() =>
        Seeded.Finds(Rule, "src/A.cs:401: 401 lines; a file has 400 at most", File("A", 401));

    [Fact]
    public void A_style_of_401_lines_is_found() => Seeded.Finds(
        Rule,
        "src/A.css:401: 401 lines; a file has 400 at most",
        ("src/A.css", string.Concat(Enumerable.Repeat("\n", 401))));

    [Fact]
    public void One_file_over_the_aim_is_allowed() => Seeded.FindsNothing(Rule, File("A", 400), File("B", 250));

    [Fact]
    public void Four_in_a_hundred_over_the_aim_are_allowed_and_five_are_found()
    {
        var many = Enumerable.Range(0, 96).Select(number => File($"Short{number}", 250)).ToArray();
        var larger = Enumerable.Range(0, 5).Select(number => File($"Long{number}", 251)).ToArray();

        Seeded.FindsNothing(Rule, [.. many, .. larger[..4]]);
        var found = Rule.Check(SourceTree.Of([.. many, .. larger])).ToList();
        Assert.Equal(5, found.Count);
        Assert.Contains("5 of 101 files have more than 250 lines, and at most 4 may", found[0].Message,
            StringComparison.Ordinal);
    }

    private static (string, string) File(string name, int lines) =>
        ($"src/{name}.cs", string.Concat(Enumerable.Repeat("//\n", lines)));
}
