using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class NamedArmsRuleTests
{
    private const string Declarations =
        """
        enum Status { Open, Paid }
        enum Reason { Late }
        abstract record Message;
        abstract record StockMessage : Message;
        record Take(int Id) : StockMessage;
        record Give : Domain.StockMessage;
        """;

    private static readonly NamedArmsRule Rule = new();

    [Theory]
    [InlineData("Status.Open => 1, _ => 2")]
    [InlineData("Domain.Status.Open => 1, _ => 2")]
    [InlineData("Status.Open or Status.Paid => 1, var other => 2")]
    [InlineData("{ Status: Status.Open } => 1, _ when a.IsLate => 2, _ => throw B")]
    [InlineData("(Status.Open, _) => 1, (_, _) => 2")]
    [InlineData("Take => 1, _ => 2")]
    [InlineData("Take take => 1, _ => 2")]
    [InlineData("Take { Id: 1 } => 1, (_) => 2")]
    [InlineData("Give => 1, _ => 2")]
    public void A_discard_arm_that_decides_is_found(string arms) => Finds($"int B(A a) => a switch {{ {arms} }};");

    [Theory]
    [InlineData("case Status.Open: return 1; default: return 2;")]
    [InlineData("case Status.Open: return 1;")]
    [InlineData("case Status.Open: default: return 1;")]
    [InlineData("case Take: return 1; case var _: return 2;")]
    [InlineData("case Take or Give: return 1; default: a.B(); throw C;")]
    public void A_default_that_decides_or_is_missing_is_found(string sections) =>
        Finds($"int B(A a) {{ switch (a) {{ {sections} }} return 3; }}");

    [Theory]
    [InlineData("Status.Open => 1, Status.Paid => 2, _ => throw B")]
    [InlineData("Take => 1, null => 2, _ => throw B")]
    [InlineData("Reason.Late => 1, _ => 2")]
    [InlineData("{ Take: 1 } => 1, _ => 2")]
    [InlineData("\"open\" => Status.Open, _ => Status.Paid")]
    public void Named_arms_and_other_values_are_allowed(string arms) =>
        Seeded.FindsNothing(Rule, Files($"int B(A a) => a switch {{ {arms} }};"));

    [Theory]
    [InlineData("case Status.Open: return 1; default: throw B;")]
    [InlineData("case 1: return Status.Open; default: return Status.Paid;")]
    public void Named_sections_and_other_values_are_allowed(string sections) =>
        Seeded.FindsNothing(Rule, Files($"object B(A a) {{ switch (a) {{ {sections} }} }}"));

    private static void Finds(string member) => Seeded.Finds(Rule, "must throw", Files(member));

    private static (string, string)[] Files(string member) =>
        [("src/Domain/D.cs", Declarations), ("src/Web/A.cs", $"class A {{ {member} }}")];
}
