using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class AsyncSuffixRuleTests
{
    private static readonly AsyncSuffixRule Rule = new();

    [Theory]
    [InlineData("async Task Load() { }")]
    [InlineData("ValueTask<int> Load() => default;")]
    [InlineData("System.Threading.Tasks.Task<int> Load() => null!;")]
    [InlineData("void B() { async Task Load() { } }")]
    public void A_task_without_the_suffix_is_found(string member) =>
        Seeded.Finds(Rule, "call it LoadAsync", ("src/Engine/A.cs", $"class A {{ {member} }}"));

    [Theory]
    [InlineData("async Task LoadAsync() { }")]
    [InlineData("static async Task<int> Main() => 0;")]
    [InlineData("public override Task Load() => null!;")]
    [InlineData("Task IService.Load() => null!;")]
    [InlineData("TaskKind Load() => default;")]
    public void Other_methods_are_allowed(string member) =>
        Seeded.FindsNothing(Rule, ("src/Engine/A.cs", $"class A {{ {member} }}"));
}
