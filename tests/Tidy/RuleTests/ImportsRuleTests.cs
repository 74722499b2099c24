using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ImportsRuleTests
{
    private static readonly ImportsRule Rule = new(new Dictionary<string, int>());

    [Fact]
    public void A_file_that_names_types_of_fifteen_others_is_fine() => Seeded.FindsNothing(Rule, Files(15));

    [Fact]
    public void Sixteen_are_found() =>
        Seeded.Finds(Rule, "src/A/User.cs:1: names types of 16 other files; 15 at most", Files(16));

    [Fact]
    public void A_file_on_the_list_may_not_name_more_than_it_says()
    {
        var listed = new ImportsRule(new Dictionary<string, int> { ["src/A/User.cs"] = 17 });
        Seeded.FindsNothing(listed, Files(17));
        Seeded.Finds(listed, "names types of 18 other files", Files(18));
    }

    [Fact]
    public void A_file_that_keeps_the_rule_has_to_leave_the_list() => Seeded.Finds(
        new ImportsRule(new Dictionary<string, int> { ["src/A/User.cs"] = 17 }), "still listed", Files(15));

    private static (string, string)[] Files(int count) =>
    [
        .. Enumerable.Range(0, count)
            .Select(number => ($"src/A/T{number}.cs", $"namespace A; public class T{number} {{ }}")),
        ("src/A/User.cs", "namespace A; public class User { " + string.Concat(
            Enumerable.Range(0, count).Select(number => $"T{number} a{number}; T{number} b{number};")) + " }"),
    ];
}
