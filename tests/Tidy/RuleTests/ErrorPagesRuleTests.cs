using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ErrorPagesRuleTests
{
    private static readonly ErrorPagesRule Rule = new();

    [Fact]
    public void A_page_that_is_not_linked_is_found() =>
        Seeded.Finds(Rule, "docs/errors/b.md:1: is not linked",
            ("docs/errors/README.md", "[a](a.md)"), ("docs/errors/a.md", ""), ("docs/errors/b.md", ""));

    [Fact]
    public void A_link_without_a_page_is_found() =>
        Seeded.Finds(Rule, "docs/errors/README.md:2: there is no docs/errors/b.md",
            ("docs/errors/README.md", "[a](a.md)\n[b](b.md#cause)"), ("docs/errors/a.md", ""));

    [Fact]
    public void A_page_without_a_table_is_found() =>
        Seeded.Finds(Rule, "there is no docs/errors/README.md", ("docs/errors/a.md", ""));

    [Fact]
    public void Pages_that_are_linked_are_allowed() =>
        Seeded.FindsNothing(Rule,
            ("docs/errors/README.md", "[a](a.md), see [the API](../API.md) and [the site](https://example.com)"),
            ("docs/errors/a.md", ""));
}
