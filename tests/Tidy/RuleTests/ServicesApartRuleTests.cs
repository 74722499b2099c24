using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ServicesApartRuleTests
{
    private static readonly ServicesApartRule Rule = new();

    private static readonly (string, string)[] Domain =
    [
        ("src/Domain/Ids.cs", "namespace Cartwright.Domain; public record struct ItemId(long Value);"),
        ("src/Domain/Stock/StockMessages.cs", "namespace Cartwright.Domain.Stock; public record TakeStock;"),
        ("src/Domain/Stock/Item.cs", "namespace Cartwright.Domain.Stock; public record Item; enum Standing { A }"),
    ];

    [Theory]
    [InlineData("Item? Stored;")]
    [InlineData("Item Find(long id) => null!;")]
    [InlineData("void Put(List<Item> items) { }")]
    [InlineData("object Make() => new Item();")]
    [InlineData("object Make() => new Stock.Item();")]
    [InlineData("object Make() => Item.Empty;")]
    [InlineData("object Make() => Stock.Item.Empty;")]
    [InlineData("object Make() => Cartwright.Domain.Stock.Item.Empty;")]
    [InlineData("bool Is(object value) => value is Item;")]
    [InlineData("bool Is(object value) => value is Item { };")]
    [InlineData("int Is(object value) => value switch { Item => 1, _ => 0 };")]
    [InlineData("object Of() => typeof(Item);")]
    [InlineData("object Of(object value) => (Item)value;")]
    [InlineData("Standing Stands;")]
    public void A_type_that_another_service_keeps_to_itself_is_found(string member) =>
        Seeded.Finds(Rule, "which Stock keeps to itself", [.. Domain, Order(member)]);

    [Theory]
    [InlineData("object Make() => new TakeStock();")]
    [InlineData("ItemId Id;")]
    [InlineData("ItemId Item { get; } object Make() => Item.Value;")]
    [InlineData("object Make(Line line) => line.Item.Value;")]
    [InlineData("object Make(Line line) => line with { Item = 1 };")]
    public void Messages_shared_types_and_names_that_are_no_types_are_allowed(string member) =>
        Seeded.FindsNothing(Rule, [.. Domain, Order(member)]);

    [Fact]
    public void A_type_of_its_own_with_the_same_name_is_allowed() =>
        Seeded.FindsNothing(Rule,
            [.. Domain, Order("Standing Stands;"), ("src/Domain/Orders/Standing.cs", "enum Standing { B }")]);

    private static (string, string) Order(string member) => ("src/Domain/Orders/Order.cs",
        $"using Cartwright.Domain.Stock; namespace Cartwright.Domain.Orders; public class Order {{ {member} }}");
}
