using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class PortSizeRuleTests
{
    private static readonly PortSizeRule Rule = new();

    private const string Four = "void A(); int B { get; } event Action C; int this[int i] { get; }";

    [Fact]
    public void A_port_with_five_members_is_found() =>
        Seeded.Finds(Rule, "IStore has 5 members",
            ("src/Engine/Ports/IStore.cs", $"public interface IStore {{ {Four} void E(); }}"));

    [Fact]
    public void Four_members_are_allowed() =>
        Seeded.FindsNothing(Rule,
            ("src/Engine/Ports/IStore.cs", $"public interface IStore {{ {Four} enum Nested {{ A }} }}"));

    [Fact]
    public void An_interface_that_is_no_port_may_be_larger() =>
        Seeded.FindsNothing(Rule, ("src/Engine/IInner.cs", $"interface IInner {{ {Four} void E(); }}"));
}
