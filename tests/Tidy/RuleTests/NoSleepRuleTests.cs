using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class NoSleepRuleTests
{
    private static readonly NoSleepRule Rule = new();

    [Theory]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("System.Threading.Thread.Sleep(10);")]
    [InlineData("Task.Delay(10).Wait();")]
    [InlineData("Task.Delay(span, stop);")]
    [InlineData("Task.Delay(span, TimeProvider.System);")]
    [InlineData("Task.Delay(span, TimeProvider.System, stop);")]
    [InlineData("SpinWait.SpinUntil(() => done);")]
    [InlineData("Action<int> sleep = Thread.Sleep;")]
    public void A_sleep_is_found(string statement) => Seeded.Finds(Rule, "sleeps", Test("Some", statement));

    [Theory]
    [InlineData("Task.Delay(span, clock);")]
    [InlineData("Task.Delay(span, _fakeTime, stop);")]
    [InlineData("work.WaitAsync(limit);")]
    public void A_wait_by_another_clock_is_allowed(string statement) =>
        Seeded.FindsNothing(Rule, Test("Some", statement));

    [Fact]
    public void The_helper_that_polls_is_allowed() =>
        Seeded.FindsNothing(Rule, Test("Eventually", "await Task.Delay(10);"));

    [Fact]
    public void The_product_has_its_own_rules() =>
        Seeded.FindsNothing(Rule, ("src/Engine/A.cs", "class A { Task B() => Task.Delay(10); }"));

    private static (string, string) Test(string name, string statement) =>
        ($"tests/Faults/{name}.cs", $"class {name} {{ async Task A() {{ {statement} }} }}");
}
