using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class FileNameRuleTests
{
    private static readonly FileNameRule Rule = new();

    private const string Two = "public record Order; public enum Status { Open }";

    [Theory]
    [InlineData("namespace Cartwright.Domain; public record Order;")]
    [InlineData("namespace Cartwright.Domain { public delegate void Order(); }")]
    [InlineData(Two)]
    public void A_file_with_another_name_than_its_type_is_found(string code) =>
        Seeded.Finds(Rule, "call it Order.cs", ("src/Domain/Basics.cs", code));

    [Fact]
    public void A_stranger_in_a_family_is_found() =>
        Seeded.Finds(Rule, "call it OrderId.cs", ("src/Domain/Ids.cs", "public record OrderId; public record Item;"));

    [Theory]
    [InlineData("Order.cs")]
    [InlineData("OrderMessages.cs")]
    public void Company_in_a_long_file_is_found(string name) =>
        Seeded.Finds(Rule, "give Status a file of its own", ($"src/Domain/{name}", Two + new string('\n', 250)));

    [Theory]
    [InlineData("Order.cs", Two)]
    [InlineData("Status.cs", Two)]
    [InlineData("Ids.cs", "public record OrderId; public record ItemId;")]
    [InlineData("OrderMessages.cs", Two)]
    [InlineData("Table.cs", "public class Table<T>;")]
    [InlineData("Log.cs", "internal class Messages;")]
    [InlineData("Order.cs", "public class Order { public class Inner; }")]
    public void A_file_with_the_name_of_its_type_is_allowed(string name, string code) =>
        Seeded.FindsNothing(Rule, ($"src/Domain/{name}", code));
}
