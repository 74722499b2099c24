using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class LimitTableRuleTests
{
    private const string Table = """
        | what | most |
        | --- | --- |
        | price of one unit | 10¹² |
        | units of one item in one line | 1,000 |
        | total of one order; credit | 10³ |
        | units of one item in stock | 7 |
        | lines of one order | 250 |
        | entities of one `batch_init` | 10⁷ |
        """;

    private const string Code = """
        public static class Limits
        {
            public const long PriceMax = 1_000_000_000_000;
            public const long QuantityMax = 1_000;
            public const long CreditMax = 1_000;
            public const long StockMax = 7;
            public const int LinesMax = 250;
            public const long InitMax = 10_000_000;
        }
        """;

    private static readonly LimitTableRule Rule = new();

    [Theory]
    [InlineData("10¹²", "10¹¹", "docs/API.md:3: 'price of one unit…' has to be 1000000000000")]
    [InlineData("| lines of one order | 250 |\n", "", "docs/API.md:1: 'lines of one order…' has to be 250")]
    public void A_table_that_says_something_else_is_found(string before, string after, string message) => Seeded.Finds(
        Rule, message,
        ("docs/API.md", Table.Replace(before, after, StringComparison.Ordinal)), ("src/Domain/Limits.cs", Code));

    [Fact]
    public void The_same_numbers_are_allowed() => Seeded.FindsNothing(
        Rule, ("docs/API.md", Table), ("docs/PROTOCOL.md", Table), ("src/Domain/Limits.cs", Code));
}
