using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class AbbreviationRuleTests
{
    private static readonly AbbreviationRule Rule = new();

    [Theory]
    [InlineData("class StoreMgr;", "mgr")]
    [InlineData("class SqlHelper;", "helper")]
    [InlineData("class A { void B(string msg) { } }", "msg")]
    [InlineData("class A { int _orderIdx; }", "idx")]
    [InlineData("class A { int MSGCount; }", "msg")]
    [InlineData("class A { void B() { var tmp = 1; } }", "tmp")]
    public void An_abbreviation_is_found(string code, string word) =>
        Seeded.Finds(Rule, $"\"{word}\" is no word", ("src/Engine/A.cs", code));

    [Theory]
    [InlineData("class Message;")]
    [InlineData("class Numbers { int i; }")]
    [InlineData("class A { void B(string value) { var x = value.Str; } }")]
    [InlineData("class Response;")]
    [InlineData("class A { public override bool Equals(object? obj) => false; }")]
    public void Words_that_are_written_out_are_allowed(string code) =>
        Seeded.FindsNothing(Rule, ("src/Engine/A.cs", code));
}
