using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class LeftoversRuleTests
{
    private static readonly LeftoversRule Rule = new();

    [Theory]
    [InlineData("// TODO: later", "no TODO")]
    [InlineData("/* FIXME */", "no FIXME")]
    [InlineData("/// <summary>A HACK.</summary>\nclass A;", "no HACK")]
    [InlineData("#region Helpers\n#endregion", "a region")]
    [InlineData("#pragma warning disable CA1000", "in .editorconfig")]
    [InlineData("// order.Send(message);", "code in a comment")]
    [InlineData("// var total = 0;", "code in a comment")]
    [InlineData("// return;", "code in a comment")]
    [InlineData("// if (late) {", "code in a comment")]
    public void What_was_left_over_is_found(string code, string message) =>
        Seeded.Finds(Rule, message, ("tests/A.cs", code));

    [Theory]
    [InlineData("// The deadline (of the attempt) never guesses;\n// it asks.")]
    [InlineData("// it waits;\n// nothing is held.")]
    [InlineData("class A { string B = \"// TODO\"; }")]
    [InlineData("#nullable enable")]
    [InlineData("/// <c>order.Send(message);</c>\nclass A;")]
    public void Sentences_are_allowed(string code) => Seeded.FindsNothing(Rule, ("tests/A.cs", code));
}
