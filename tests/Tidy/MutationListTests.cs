using Cartwright.Tidy.Source;

namespace Cartwright.Tidy;

/// <summary>Each mistake of the lists in tests/Mutations can be applied to the program as it is now.</summary>
public sealed class MutationListTests
{
    private const string Script = "scripts/mutate.sh";

    [Fact]
    public async Task Each_mistake_can_still_be_put_in()
    {
        var (status, output) = await Command.RunAsync("bash", [Script, "--check"], SourceTree.FindRoot());
        Assert.True(status == 0, output);
    }

    [Theory]
    [InlineData("there is", 0, "")]
    [InlineData("there was", 1, "0 TIMES")]
    [InlineData("it", 1, "2 TIMES")]
    public async Task A_text_that_stands_in_its_file_once_is_required(string text, int expected, string finding)
    {
        var folder = Directory.CreateTempSubdirectory("cartwright-mutations-").FullName;
        try
        {
            foreach (var script in new[] { Script, "scripts/sdk.sh", "scripts/kafka.sh" })
            {
                await WriteAsync(script, await File.ReadAllTextAsync(
                    Path.Combine(SourceTree.FindRoot(), script), TestContext.Current.CancellationToken));
            }

            await WriteAsync("src/Some.cs", "// there is one of it, and it stays\n");
            await WriteAsync("tests/Mutations/some.txt", $"== some mistake\nfile: src/Some.cs\n-{text}\n+another\n");
            var (status, output) = await Command.RunAsync("bash", [Script, "--check"], folder);
            Assert.Equal(expected, status);
            Assert.Contains(finding, output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task WriteAsync(string path, string content)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, content, TestContext.Current.CancellationToken);
        }
    }
}
