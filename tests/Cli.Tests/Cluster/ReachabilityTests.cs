using Cartwright.CommandLine.Clusters;
using Cartwright.Conformance.Servers;
using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>
/// Whether PostgreSQL's own user can enter the cluster's directory. That user exists only if root runs the cluster.
/// </summary>
public sealed class ReachabilityTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    [Fact]
    public async Task The_directory_that_lets_nobody_in_is_named_at_once_with_what_helps()
    {
        var layout = new ClusterLayout(Path.Combine(_directory, "shop"));
        await layout.CreateFoldersAsync(TestContext.Current.CancellationToken);
        await Machine.RunAsync("chmod", "700", _directory);
        var refused = await Record.ExceptionAsync(() => RequireAsync(layout));
        Assert.Equal(Environment.UserName == "root", refused is ClusterFault);
        if (refused is not null)
        {
            Assert.EndsWith($"Let others through with: chmod o+x {_directory}", refused.Message);
        }

        await Machine.RunAsync("chmod", "o+x", _directory);
        await RequireAsync(layout);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Task RequireAsync(ClusterLayout layout) =>
        Reachability.RequireAsync(layout, TestContext.Current.CancellationToken);
}
