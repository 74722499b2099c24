using Cartwright.Tidy.Rules;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.RuleTests;

public sealed class MethodNamesRuleTests
{
    private static readonly MethodNamesRule None = new(percentMax: 0);

    [Theory]
    [InlineData("void Load() { }")]
    [InlineData("Task LoadAsync() => null!;")]
    [InlineData("void Load() { } void LoadRows() { }")]
    public void A_name_of_one_word_is_found(string members) =>
        Seeded.Finds(None, "Load", ("src/Engine/A.cs", $"class A {{ {members} }}"));

    [Theory]
    [InlineData("void LoadRows() { }")]
    [InlineData("Task LoadRowsAsync() => null!;")]
    [InlineData("bool TryLoad() => true;")]
    public void A_name_of_two_words_is_fine(string member) =>
        Seeded.FindsNothing(None, ("src/Engine/A.cs", $"class A {{ {member} }}"));

    [Theory]
    [InlineData("public override void Load() { }")]
    [InlineData("void IStore.Load() { }")]
    [InlineData("private static extern int fsync(int file);")]
    [InlineData("public void Dispose() { }")]
    [InlineData("void LoadRows() { void Load() { } }")]
    public void A_name_that_is_given_elsewhere_does_not_count(string member) =>
        Seeded.FindsNothing(None, ("src/Engine/A.cs", $"class A {{ {member} }}"));

    [Fact]
    public void A_share_up_to_the_limit_is_allowed()
    {
        var file = ("src/Engine/A.cs", "class A { void Load() { } void LoadRows() { } }");

        Seeded.FindsNothing(new MethodNamesRule(percentMax: 50), file);
        Seeded.Finds(new MethodNamesRule(percentMax: 49), "1 of 2 methods have a name of one word, 50.0 %", file);
    }

    [Fact]
    public void Tests_name_their_methods_as_they_like() =>
        Seeded.FindsNothing(None, ("tests/Engine.Tests/A.cs", "class A { void Load() { } }"));

    [Fact]
    public void The_most_frequent_names_come_first()
    {
        var share = MethodNamesRule.Share(SourceTree.Of(
            ("src/A.cs", "class A { void Of() { } void Of(int a) { } void Add() { } void Begin() { } }")));

        Assert.Equal("Of 2, Add 1", share.Worst(2));
    }
}
