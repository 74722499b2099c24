using Cartwright.Conformance.Servers;

namespace Cartwright.Conformance.Postgres;

/// <summary>A server for one class of tests alone. Each test leaves it running, with its settings unchanged.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    private PostgresServer? _server;

    internal PostgresServer Server => Prerequisites.Postgres(_server);

    public async ValueTask InitializeAsync() =>
        _server = Prerequisites.HasPostgres ? await PostgresDatabase.StartAsync() : null;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;
}
