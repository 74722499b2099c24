using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class UniqueTypeNamesRuleTests
{
    private static readonly UniqueTypeNamesRule Rule = new([]);

    private static readonly (string, string) One = ("src/A/One.cs", "namespace A; public class Watch { }");

    [Fact]
    public void Types_of_different_names_are_fine() =>
        Seeded.FindsNothing(Rule, One, ("src/B/Two.cs", "namespace B; public class Wait { }"));

    [Theory]
    [InlineData("namespace B; internal sealed record Watch(int A);")]
    [InlineData("namespace B; class Outer { private readonly struct Watch { } }")]
    [InlineData("namespace B; enum Watch { None }")]
    [InlineData("namespace B; delegate void Watch();")]
    [InlineData("namespace B; interface Watch<T> { }")]
    public void Two_of_one_name_are_found(string other) =>
        Seeded.Finds(Rule, "there is a Watch in src/A/One.cs too", One, ("src/B/Two.cs", other));

    [Fact]
    public void A_type_and_its_generic_sibling_in_one_file_are_one() =>
        Seeded.FindsNothing(Rule, ("src/A/One.cs", "namespace A; class Watch { } class Watch<T> { }"));

    [Fact]
    public void Tests_may_reuse_a_name() =>
        Seeded.FindsNothing(Rule, One, ("tests/B/Two.cs", "namespace B; public class Watch { }"));

    [Fact]
    public void A_listed_name_may_be_shared() => Seeded.FindsNothing(
        new UniqueTypeNamesRule(["Watch"]), One, ("src/B/Two.cs", "namespace B; public class Watch { }"));

    [Fact]
    public void A_name_that_is_unique_has_to_leave_the_list() =>
        Seeded.Finds(new UniqueTypeNamesRule(["Watch"]), "still listed", One);
}
