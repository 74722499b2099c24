using Cartwright.Tidy.Rules;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.RuleTests;

/// <summary>Small trees made up for a test, in which a rule finds the seeded violation, or nothing.</summary>
internal static class Seeded
{
    /// <summary>The rule finds one violation in the file, and its message has the text in it.</summary>
    public static void Finds(IRule rule, string message, params (string Path, string Text)[] files)
    {
        var violation = Assert.Single(rule.Check(SourceTree.Of(files)));
        Assert.Contains(message, violation.ToString(), StringComparison.Ordinal);
    }

    public static void FindsNothing(IRule rule, params (string Path, string Text)[] files) =>
        Assert.Empty(rule.Check(SourceTree.Of(files)));
}
