using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ErrorCodesRuleTests
{
    private const string Page = "docs/errors/out-of-stock.md";
    private static readonly ErrorCodesRule Rule = new();

    [Theory]
    [InlineData("class ProblemCodes { public const string OutOfStock = \"out-of-stock\"; }")]
    [InlineData("class ReasonCodes { static readonly string[] Codes = [\"\", \"out-of-stock\"]; }")]
    [InlineData("class FaultCodes { public const string OutOfStock = \"out-of-stock\"; }")]
    [InlineData("class RedisFaultCodes { public const string OutOfStock = \"out-of-stock\"; }")]
    [InlineData("class Store { void Open() { throw new FatalFault(\"out-of-stock\", $\"None of {1}.\"); } }")]
    [InlineData("class Store { static FatalFault None(string message) => new(\"out-of-stock\", message); }")]
    public void A_code_without_a_page_is_found(string code) =>
        Seeded.Finds(Rule, "src/A.cs:1: 'out-of-stock' has no docs/errors/out-of-stock.md", ("src/A.cs", code));

    [Theory]
    [InlineData("class ProblemCodes { public const string OutOfStock = \"out-of-stock\"; }")]
    [InlineData("class Store { static FatalFault None(string message) => new(\"out-of-stock\", message); }")]
    public void A_code_with_a_page_is_allowed(string code) =>
        Seeded.FindsNothing(Rule, ("src/A.cs", code), (Page, ""), ("docs/errors/README.md", ""));

    [Fact]
    public void A_page_without_a_code_is_found() =>
        Seeded.Finds(Rule, "docs/errors/out-of-stock.md:1: no code in the source is called so", (Page, ""));

    [Fact]
    public void Titles_messages_and_other_texts_are_no_codes() =>
        Seeded.FindsNothing(Rule,
            ("src/A.cs", "class ProblemCodes { static readonly X Known = new() { [A] = new(400, \"A title\") }; }"),
            ("src/B.cs", "class Store { const string Name = \"cartwright.db\"; }"),
            ("src/C.cs", "class Store { FatalFault Of(string code) => new(code, \"A message.\"); }"),
            ("src/D.cs", "class Failure { Exception Of() => new TransientFault(\"It does not answer.\"); }"));
}
