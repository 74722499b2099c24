namespace Cartwright.ClusterFaults.Processes;

/// <summary>The one cluster of a test class, started by the first test that needs it.</summary>
internal sealed class ClusterOfRun(int nodesOfRole, int brokers = 1, bool isReplicated = false)
    : IAsyncDisposable
{
    // One that did not start is not started again for the next test: the machine has no room for it.
    private Task<RunningCluster>? _cluster;

    /// <summary>Variables for all of its processes.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public Task<RunningCluster> GetAsync() => _cluster ??= StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsCompletedSuccessfully: true })
        {
            await (await _cluster).DisposeAsync();
        }
    }

    private async Task<RunningCluster> StartAsync()
    {
        if (!HasPrograms || (isReplicated && !(IsOnPath("patroni") && IsOnPath("etcd"))))
        {
            const string Missing = "A program that a cluster needs is missing: run scripts/install-cluster.sh --ha.";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Skip(Missing);
        }

        return await RunningCluster.StartAsync(
            nodesOfRole, brokers, Variables, isReplicated ? ["--postgres", "ha"] : []);
    }

    private static bool HasPrograms =>
        File.Exists(Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "/", "bin", "kafka-topics.sh"))
        && IsOnPath("java")
        && (IsOnPath("initdb") || Directory.Exists("/usr/lib/postgresql"));

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>One node a role.</summary>
public sealed class SingleNodes : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 1);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Two nodes a role.</summary>
public sealed class NodePairs : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 2);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>One node a role, and three database servers of which one may be lost.</summary>
public sealed class ReplicatedNodes : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 1, isReplicated: true);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>One node a role, and three brokers.</summary>
public sealed class BrokerTriple : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 1, brokers: 3);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
