using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class EmptyCatchRuleTests
{
    private static readonly EmptyCatchRule Rule = new();

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch (IOException) { ; }")]
    [InlineData("catch (IOException fault) when (fault.HResult == 1) { /* A sentence is no answer. */ }")]
    public void A_catch_that_does_nothing_is_found(string clause) => Seeded.Finds(Rule, "does nothing", Try(clause));

    [Theory]
    [InlineData("catch (IOException) { return; }")]
    [InlineData("finally { }")]
    public void Other_clauses_are_allowed(string clause) => Seeded.FindsNothing(Rule, Try(clause));

    private static (string, string) Try(string clause) =>
        ("src/A.cs", $"class A {{ void B() {{ try {{ C(); }} {clause} }} }}");
}
