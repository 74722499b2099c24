using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ServiceListRuleTests
{
    private const string Names =
        """class Roles { Role A = new("order"); Role B = new("stock"); Role C = new("payment"); }""";

    private static readonly ServiceListRule Rule = new(new Dictionary<string, string>
    {
        [ServiceListRule.Source] = "the names",
        ["src/Web/Left.cs"] = "for now",
    });

    [Theory]
    [InlineData("B(Role.Order, Role.Stock, Role.Payment)")]
    [InlineData("B(ShopServices.Order, Role.Stock, \"payment\")")]
    [InlineData("B(\"some of order, stock, payment\")")]
    [InlineData("B($\"{c} of order and stock\", \"--payment\"u8)")]
    public void A_further_list_is_found(string call) =>
        Seeded.Finds(Rule, "src/Web/A.cs", NamesFile, ("src/Web/A.cs", $"class A {{ void M() {{ {call}; }} }}"));

    [Fact]
    public void A_check_in_a_table_is_found() => Seeded.Finds(
        Rule, "src/Sqlite/1.sql", NamesFile, ("src/Sqlite/1.sql", "CHECK (role IN ('order', 'stock', 'payment'))"));

    [Fact]
    public void One_that_is_left_and_lists_nothing_is_found() =>
        Seeded.Finds(Rule, "no more", NamesFile, ("src/Web/Left.cs", "class A { string B = \"order\"; }"));

    [Theory]
    [InlineData("src/Web/A.cs", "class A { Role B = Role.Order; string C = \"stock\"; } // payment")]
    [InlineData("src/Web/A.cs", "class A { string B = \"orders stocks payments\"; }")]
    [InlineData("src/Web/A.cs", "class A { string[] B = [\"an order is\", \"its stock\", \"the payment of\"]; }")]
    [InlineData("src/Web/Left.cs", "class A { string B = \"order stock payment\"; }")]
    [InlineData("src/Sqlite/1.sql", "-- 'order', 'stock', 'payment'")]
    [InlineData("tests/A.cs", "class A { string B = \"order stock payment\"; }")]
    public void Two_names_sentences_comments_and_listed_files_are_allowed(string path, string text) =>
        Seeded.FindsNothing(Rule, NamesFile, (path, text));

    private static (string, string) NamesFile => (ServiceListRule.Source, Names);
}
