using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ReleasesRuleTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly ReleasesRule Rule = new();

    [Fact]
    public void A_release_with_its_section_and_a_later_version_is_allowed() =>
        Seeded.FindsNothing(Rule, List($"# All.\n0.1.0 2026-11-30 {Commit}\n"), Changes("0.1.0"), Version("0.2.0-dev"));

    [Theory]
    [InlineData("0.1.0 2026-11-30 0123456")]
    [InlineData("0.1.0 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("")]
    public void A_line_of_another_form_is_found(string line) =>
        Seeded.Finds(Rule, "releases.txt:2: not VERSION", List($"# All.\n{line}\n"), Changes("0.1.0"));

    [Fact]
    public void A_release_without_a_section_of_the_changelog_is_found() =>
        Seeded.Finds(
            Rule, "no section '## 0.2.0 - 2026-11-30'", List($"0.2.0 2026-11-30 {Commit}\n"), Changes("0.1.0"));

    [Fact]
    public void A_released_version_that_is_still_built_is_found() =>
        Seeded.Finds(Rule, "still builds", List($"0.1.0 2026-11-30 {Commit}\n"), Changes("0.1.0"), Version("0.1.0"));

    private static (string, string) List(string text) => ("releases.txt", text);

    private static (string, string) Changes(string version) =>
        ("CHANGELOG.md", $"## Unreleased\n\n## {version} - 2026-11-30\n");

    private static (string, string) Version(string version) =>
        ("Directory.Build.props", $"<Version>{version}</Version>\n");
}
