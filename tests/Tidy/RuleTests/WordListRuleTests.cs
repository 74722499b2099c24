using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class WordListRuleTests
{
    private static readonly WordListRule Rule = new();

    [Theory]
    [InlineData("record ReserveStock;", "take")]
    [InlineData("enum Step { ChargeUser }", "capture")]
    [InlineData("class A { void Debit() { } }", "hold")]
    [InlineData("class A { void RollbackCredit() { } }", "void")]
    [InlineData("class A { void ReleaseCredit() { } }", "void")]
    [InlineData("class A { long _cartId; }", "order")]
    [InlineData("class A { long Basket { get; } }", "order")]
    [InlineData("class A { void B(long customerId) { } }", "user")]
    [InlineData("class A { void B() { var product = 1; } }", "item")]
    [InlineData("class A { void B() { foreach (var buyer in All) { } } }", "user")]
    [InlineData("class A { void B() { F(out var sku); } }", "item")]
    [InlineData("class DeadLetterQueue;", "parked")]
    [InlineData("class A { (long OrderItem, int B) C; }", "line")]
    public void A_synonym_is_found(string code, string instead) =>
        Seeded.Finds(Rule, $"we say {instead}", ("src/Domain/A.cs", code));

    [Theory]
    [InlineData("record Reservation;")]
    [InlineData("record HoldCredit;")]
    [InlineData("class A { void B() => transaction.Rollback(); }")]
    [InlineData("namespace Cartwright.Domain; class Recharged;")]
    [InlineData("class A : B { public override void Charge() { } }")]
    public void Our_words_and_those_of_others_are_allowed(string code) =>
        Seeded.FindsNothing(Rule, ("src/Domain/A.cs", code));

    [Fact]
    public void Tests_may_use_any_word() => Seeded.FindsNothing(Rule, ("tests/A.cs", "class Customer;"));
}
