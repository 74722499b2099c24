using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class ReadmeSizeRuleTests
{
    private static readonly ReadmeSizeRule Rule = new();

    [Fact]
    public void A_README_of_81_lines_is_found() => Seeded.Finds(Rule, "81 lines", Document("README.md", 81));

    [Fact]
    public void A_README_of_80_lines_is_allowed() => Seeded.FindsNothing(Rule, Document("README.md", 80));

    [Fact]
    public void Other_documents_may_be_longer() => Seeded.FindsNothing(Rule, Document("bench/README.md", 500));

    private static (string, string) Document(string path, int lines) =>
        (path, string.Concat(Enumerable.Repeat("line\n", lines)));
}
