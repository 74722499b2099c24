using Cartwright.Conformance.Servers;
using Cartwright.Http.Tests.Collector;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>The one cluster of a collection of test classes, started by the first test that needs it.</summary>
/// <param name="nodesOfRole">How many nodes each service has.</param>
/// <param name="brokers">How many brokers there are.</param>
/// <param name="more">More options of <c>cluster up</c>.</param>
internal sealed class ClusterOfRun(int nodesOfRole, int brokers, params string[] more) : IAsyncDisposable
{
    // A failed start is not repeated for the next test, because the machine has no room for it.
    private Task<RunningCluster>? _cluster;

    /// <summary>Variables for all of its processes.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The assembly whose `cluster up` starts it, and runs its nodes.</summary>
    public Func<Task<string>> Program { get; init; } = () => Task.FromResult(CartwrightProgram.Assembly);

    /// <summary>The cluster, if a test has started it.</summary>
    public RunningCluster? Running => _cluster is { IsCompletedSuccessfully: true } ? _cluster.Result : null;

    public Task<RunningCluster> GetAsync() => _cluster ??= StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (Running is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    private async Task<RunningCluster> StartAsync()
    {
        Prerequisites.RequireCluster(isReplicated: more.Contains("ha"));
        return await RunningCluster.StartAsync(await Program(), nodesOfRole, brokers, Variables, more);
    }
}

/// <summary>
/// One node a role. They export metrics to a collector of the tests, and the traces that a caller samples.
/// </summary>
public sealed class SingleNodes : IAsyncLifetime
{
    private OtlpCollector? _collector;
    private ClusterOfRun? _cluster;

    internal OtlpCollector Collector => _collector!;

    internal ClusterOfRun Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync();
        _cluster = new ClusterOfRun(nodesOfRole: 1, brokers: 1)
        {
            Variables = new Dictionary<string, string>(_collector.Variables)
            {
                ["OTEL_TRACES_SAMPLER"] = "parentbased_always_off",
                ["OTEL_LOGS_EXPORTER"] = "none",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Collector.DisposeAsync();
    }
}

/// <summary>Two nodes a role, and three brokers: one of each may be lost.</summary>
public sealed class NodePairs : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 2, brokers: 3);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Two nodes a role, all of the last release.</summary>
public sealed class ReleasedNodes : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 2, brokers: 1)
    {
        Program = async () => (await ReleasedProgram.GetAsync()).Assembly,
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>One node a role, and three database servers of which one may be lost.</summary>
public sealed class ReplicatedNodes : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 1, brokers: 1, "--postgres", "ha");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>One node a role, with every connection protected. It is ended as its owner would end it.</summary>
public sealed class SecuredNodes : IAsyncLifetime
{
    internal ClusterOfRun Cluster { get; } = new(nodesOfRole: 1, brokers: 1, "--secure");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Cluster.Running is { } cluster)
        {
            await cluster.RequireOrderlyEndAsync();
        }

        await Cluster.DisposeAsync();
    }
}

/// <summary>The tests that break a cluster of <see cref="SingleNodes"/>.</summary>
[CollectionDefinition]
public sealed class OneNodeARole : ICollectionFixture<SingleNodes>;

/// <summary>The tests that break a cluster of <see cref="NodePairs"/>.</summary>
[CollectionDefinition]
public sealed class TwoNodesARole : ICollectionFixture<NodePairs>;

/// <summary>The tests that break a cluster of <see cref="ReplicatedNodes"/>.</summary>
[CollectionDefinition]
public sealed class ThreeDatabaseServers : ICollectionFixture<ReplicatedNodes>;

/// <summary>The tests that upgrade the cluster of <see cref="ReleasedNodes"/>.</summary>
[CollectionDefinition]
public sealed class ReleasedNodesARole : ICollectionFixture<ReleasedNodes>;
