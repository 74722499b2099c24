using Cartwright.Conformance.Servers;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy;

/// <summary>The findings of linters in the scripts and in the settings of containers.</summary>
public sealed class LinterTests
{
    private static readonly SourceTree Repository = SourceTree.OfRepository();

    [Fact]
    public async Task Shellcheck_finds_nothing_in_the_scripts()
    {
        var scripts = Repository.Files.Where(IsScript).Select(file => file.Path).ToList();
        Assert.Contains("test", scripts);
        Assert.Contains("scripts/sdk.sh", scripts);
        await RequireContentAsync("shellcheck", ["-x", .. scripts]);
    }

    // A template is no YAML; tests/Chart reads the objects that templates make.
    [Fact]
    public async Task Yamllint_finds_nothing_in_the_settings()
    {
        var settings = Repository.EndingIn(".yaml").Concat(Repository.EndingIn(".yml")).Select(file => file.Path)
            .Where(path => !path.StartsWith("deploy/chart/templates/", StringComparison.Ordinal))
            .ToList();
        Assert.Contains("deploy/compose.yaml", settings);
        await RequireContentAsync("yamllint", ["--strict", .. settings]);
    }

    // A linter that cannot find anything would be useless.
    [Theory]
    [InlineData("shellcheck", "script.sh", "#!/bin/sh\nrm -r $1\n", "SC2086")]
    [InlineData("yamllint", "settings.yaml", "a: 1\na: 2\n", "key-duplicates")]
    public async Task A_seeded_mistake_is_found(string program, string name, string text, string finding)
    {
        Prerequisites.RequireLinter(program);
        var folder = Directory.CreateTempSubdirectory("cartwright-lint-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, name), text, TestContext.Current.CancellationToken);
            var (code, said) = await Command.RunAsync(program, [name], folder.FullName);
            Assert.NotEqual(0, code);
            Assert.Contains(finding, said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsScript(SourceFile file) =>
        (file.Name.EndsWith(".sh", StringComparison.Ordinal) || !file.Name.Contains('.'))
        && file.Lines is [var first, ..]
        && (first.StartsWith("#!", StringComparison.Ordinal)
            || first.StartsWith("# shellcheck", StringComparison.Ordinal));

    private static async Task RequireContentAsync(string program, IReadOnlyList<string> arguments)
    {
        Prerequisites.RequireLinter(program);
        var (code, said) = await Command.RunAsync(program, arguments, SourceTree.FindRoot());
        Assert.True(code == 0, said);
    }
}
