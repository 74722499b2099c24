using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class PlainLanguageRuleTests
{
    private static readonly PlainLanguageRule Rule = new();

    [Theory]
    [InlineData("class A { dynamic B; }", "dynamic")]
    [InlineData("class A { void B(List<dynamic> all) { } }", "dynamic")]
    [InlineData("partial class A { }", "A is partial")]
    [InlineData("partial record struct A { [Obsolete] void B() { } }", "A is partial")]
    public void Dynamic_and_partial_are_found(string code, string message) =>
        Seeded.Finds(Rule, message, ("src/A.cs", code));

    [Theory]
    [InlineData("partial class A { [LoggerMessage(1)] partial void B(); }")]
    [InlineData("partial class A { partial class B { [GeneratedRegex(\"x\")] partial Regex C(); } }")]
    [InlineData("[JsonSerializable(typeof(int))] partial class A : JsonSerializerContext;")]
    [InlineData("class A { int dynamic; int B => dynamic; }")]
    public void What_a_generator_completes_is_allowed(string code) => Seeded.FindsNothing(Rule, ("src/A.cs", code));
}
