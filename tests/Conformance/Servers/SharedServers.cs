using Cartwright.Conformance.Kafka;
using Cartwright.Conformance.Kafka.Mock;
using Cartwright.Conformance.Postgres;
using Cartwright.Conformance.Servers;

[assembly: AssemblyFixture(typeof(SharedServers))]

namespace Cartwright.Conformance.Servers;

/// <summary>Ends the servers that the tests shared, after the last test.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await PostgresDatabase.EndSharedServerAsync();
        await KafkaBroker.EndSharedAsync();
        MockCluster.EndShared();
    }
}
