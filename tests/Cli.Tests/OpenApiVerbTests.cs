using Cartwright.Program;

namespace Cartwright.Cli.Tests;

/// <summary>The verb <c>openapi</c>, and the committed document, from which clients are generated.</summary>
public sealed class OpenApiVerbTests
{
    private const string Committed = "docs/openapi.json";

    [Fact]
    public async Task It_prints_the_document_that_is_committed()
    {
        var (code, printed) = await Captured.RunAsync(() => Verbs.CreateRoot().Parse("openapi").InvokeAsync(
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(0, code);
        var committed = await File.ReadAllTextAsync(
            Path.Combine(Repository.FindRoot(), Committed), TestContext.Current.CancellationToken);
        Assert.True(
            committed == printed,
            $"{Committed} differs from the program's. Run: ./cartwright openapi > {Committed}");
    }
}
