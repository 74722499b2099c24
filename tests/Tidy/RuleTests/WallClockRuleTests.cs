using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class WallClockRuleTests
{
    private static readonly WallClockRule Rule = new();

    [Theory]
    [InlineData("var until = clock.GetUtcNow() + patience;")]
    [InlineData("var until = _context.Clock.GetUtcNow() + patience;")]
    [InlineData("Func<DateTimeOffset> now = clock.GetUtcNow;")]
    [InlineData("var until = DateTime.UtcNow + patience;")]
    [InlineData("var until = DateTime.Now;")]
    [InlineData("var until = DateTimeOffset.UtcNow;")]
    public void A_look_at_the_wall_clock_is_found(string statement) =>
        Seeded.Finds(Rule, "reads the wall clock", Code("src/Engine/Some.cs", statement));

    [Theory]
    [InlineData("var began = clock.GetTimestamp();")]
    [InlineData("var at = DateTimeOffset.FromUnixTimeMilliseconds(1);")]
    [InlineData("var now = context.Now;")]
    public void Other_times_are_allowed(string statement) =>
        Seeded.FindsNothing(Rule, Code("src/Engine/Some.cs", statement));

    [Fact]
    public void What_is_written_down_is_read_in_named_places() => Seeded.FindsNothing(
        Rule, Code("src/Engine/Clocks/NodeTime.cs", "var now = clock.GetUtcNow();"));

    [Fact]
    public void A_named_place_uses_its_clock() => Seeded.Finds(
        Rule, "reads the wall clock", Code("src/Engine/Clocks/NodeTime.cs", "var now = DateTime.UtcNow;"));

    [Fact]
    public void Tests_look_where_they_like() =>
        Seeded.FindsNothing(Rule, Code("tests/Faults/Some.cs", "var now = DateTime.UtcNow;"));

    private static (string, string) Code(string path, string statement) =>
        (path, $"class A {{ void B() {{ {statement} }} }}");
}
