using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class PageQuestionRuleTests
{
    private const string Reader = "# A\n\nThis page is for a reader: which page is it?\n";
    private const string Error =
        "# a\n\n400 · A\n\n**What it means.** A.\n\n**What changed.** B.\n\n**What to do.** C.\n";

    private static readonly PageQuestionRule Rule = new();

    [Theory]
    [InlineData("# A\n\nThe pages of A.\n", 3)]
    [InlineData("# A\n\nThis page is for a reader. Which page is it?\n", 3)]
    [InlineData("# A\n\nThis page explains A: why is it so?\n", 3)]
    [InlineData("# A\n\nA first.\n\nThis page is for a reader: which page is it?\n", 3)]
    [InlineData("# A\n", 1)]
    public void A_page_without_a_reader_or_a_question_is_found(string page, int line) =>
        Seeded.Finds(Rule, $"docs/a/B.md:{line}: has to begin", ("docs/a/B.md", page));

    [Theory]
    [InlineData("docs/A.md", Reader)]
    [InlineData("docs/errors/README.md", Reader)]
    [InlineData("docs/A.md", "These pages are for a reader\nof two lines: which page\nis it? A list follows.\n")]
    [InlineData("docs/errors/a.md", Error)]
    [InlineData("bench/README.md", "Figures.\n")]
    public void A_page_that_names_both_is_allowed(string path, string page) =>
        Seeded.FindsNothing(Rule, (path, page));

    [Theory]
    [InlineData("**What changed.** B.\n\n", "")]
    [InlineData("**What changed.** B.", "**What to do.** B.")]
    [InlineData("**What it means.** A.\n\n**What changed.** B.", "**What changed.** A.\n\n**What it means.** B.")]
    [InlineData("**What it means.** A", "What it means: **What it means.** A")]
    public void An_error_without_cause_effect_and_action_in_this_order_is_found(string before, string after) =>
        Seeded.Finds(Rule, "docs/errors/a.md:1: has to have",
            ("docs/errors/a.md", Error.Replace(before, after, StringComparison.Ordinal)));
}
