using Cartwright.Tidy.Rules;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy;

/// <summary>Runs every rule over the repository.</summary>
public sealed class RepositoryTests(ITestOutputHelper output)
{
    private static readonly SourceTree Repository = SourceTree.OfRepository();

    private static readonly Dictionary<string, Type> Rules = typeof(IRule).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IRule)))
        .ToDictionary(type => type.Name);

    public static TheoryData<string> RuleNames => [.. Rules.Keys.Order()];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void The_repository_keeps_the_rule(string rule)
    {
        var violations = ((IRule)Activator.CreateInstance(Rules[rule])!).Check(Repository).ToList();

        Assert.True(violations.Count == 0, $"{violations.Count} violations\n{string.Join('\n', violations)}");
    }

    // A rule that was never seen to fail may be one that cannot.
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void The_rule_has_a_class_of_tests(string rule) =>
        Assert.NotNull(typeof(RepositoryTests).Assembly.GetType($"Cartwright.Tidy.RuleTests.{rule}Tests"));

    [Fact]
    public void The_repository_is_found_with_its_code()
    {
        Assert.NotNull(Repository.Find("Cartwright.slnx"));
        Assert.NotNull(Repository.Find("tests/Tidy/RepositoryTests.cs"));
        Assert.DoesNotContain(Repository.Files, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sizes_are_counted()
    {
        var files = FileSizeRule.Sizes(Repository);
        var functions = FunctionSizeRule.Sizes(Repository);
        output.WriteLine($"Files over {FileSizeRule.LinesAim} lines: {files}.");
        output.WriteLine($"Functions over {FunctionSizeRule.LinesAim} lines: {functions}.");

        Assert.True(functions.All > files.All);
    }

    [Fact]
    public void The_dependencies_are_counted()
    {
        var circles = FolderCirclesRule.Circles(Repository);
        var imports = ImportsRule.Counts(Repository).OrderByDescending(file => file.Value).ToList();
        output.WriteLine($"Circles of folders: {circles.Count}.");
        foreach (var circle in circles)
        {
            output.WriteLine($"  {circle}");
        }

        output.WriteLine(
            $"Files that name types of more than {ImportsRule.FilesMax} others: "
            + $"{imports.Count(file => file.Value > ImportsRule.FilesMax)} of {imports.Count}; the worst:");
        foreach (var (path, count) in imports.Take(10))
        {
            output.WriteLine($"  {count} {path}");
        }

        Assert.True(imports[0].Value > 0, "No file names a type of another: nothing was measured.");
    }

    [Fact]
    public void The_names_of_one_word_are_counted()
    {
        var share = MethodNamesRule.Share(Repository);
        output.WriteLine($"{share}; the most frequent: {share.Worst(20)}");

        Assert.True(share.All > share.OneWord.Count, "No method has a name of two words: nothing was measured.");
    }

    [Fact]
    public void The_voice_is_counted()
    {
        var counts = VoiceRule.Counts(Repository);
        foreach (var count in counts.OrderByDescending(count => count.Rate / count.Limit))
        {
            output.WriteLine($"{count}");
        }

        Assert.Contains(counts, count => count is { Area: "src/Engine", Words: > 1000 });
        Assert.Contains(counts, count => count is { Area: "src/Engine, texts", Words: > 100 });
        Assert.Contains(counts, count => count is { Area: "docs, pages", Words: > 1000 });
    }
}
