using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class DocumentLinksRuleTests
{
    private static readonly DocumentLinksRule Rule = new();

    private const string Headings =
        "# API\n## Errors, and `codes`\n## Again\n## Again\n```\n# not a heading\n```\n<a name=\"by-hand\"></a>";

    [Theory]
    [InlineData("[a](missing.md)", "missing.md: there is no such file")]
    [InlineData("[a](API.md#nothing)", "docs/API.md has no such heading")]
    [InlineData("[a](API.md#not-a-heading)", "docs/API.md has no such heading")]
    [InlineData("[a](#nothing)", "docs/A.md has no such heading")]
    [InlineData("[a](../../out.md)", "leads out of the repository")]
    [InlineData("![picture](picture.png)", "there is no such file")]
    [InlineData("[a](<missing.md> \"with a title\")", "there is no such file")]
    [InlineData("[`code`](missing.md)", "there is no such file")]
    [InlineData("[a]: missing.md", "there is no such file")]
    [InlineData("[a](/docs/missing.md)", "there is no such file")]
    public void A_dead_link_is_found(string text, string message) => Seeded.Finds(Rule, message, Tree(text));

    [Theory]
    [InlineData("[a](API.md)")]
    [InlineData("[a](API.md#errors-and-codes)")]
    [InlineData("[a](API.md#again-1)")]
    [InlineData("[a](API.md#by-hand)")]
    [InlineData("[a](#here)")]
    [InlineData("[a](../src/Domain)")]
    [InlineData("[a](../src/Domain/Order.cs#L10)")]
    [InlineData("[a](/docs/API.md)")]
    [InlineData("[a](https://example.com/missing.md)")]
    [InlineData("[a](mailto:someone@example.com)")]
    [InlineData("`[a](missing.md)`")]
    [InlineData("```md\n[a](missing.md)\n```")]
    public void Other_links_are_allowed(string text) => Seeded.FindsNothing(Rule, Tree(text));

    private static (string, string)[] Tree(string text) =>
    [
        ("docs/A.md", $"# Here\n\n{text}\n"),
        ("docs/API.md", Headings),
        ("src/Domain/Order.cs", ""),
    ];
}
