using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parked;
using Cartwright.Admin.Ports;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;

namespace Cartwright.Admin.Local;

/// <summary>The shop as far as one process has it: its services, and its databases beside the engine.</summary>
public sealed class LocalShopAdmin : IShopAdmin, IDisposable
{
    private readonly LocalNodeReports _reports;
    private readonly LocalContention _contention;
    private readonly LocalViews _views;
    private readonly LocalAttempts _attempts;

    public LocalShopAdmin(LocalNode node)
    {
        _views = new LocalViews(node.Databases);
        _reports = new LocalNodeReports(node, _views);
        _contention = new LocalContention(node, _views);
        _attempts = new LocalAttempts(_views);
        var commands = new LocalCommands(node.Nodes);
        Sagas = new LocalSagas(_views, commands);
        Parked = new LocalParked(_views, commands);
    }

    public ISagaAdmin Sagas { get; }

    public IParkedAdmin Parked { get; }

    /// <summary>This process.</summary>
    public Task<NodeReport> ReadNodeAsync(CancellationToken cancellation) => _reports.ReadReportAsync(cancellation);

    /// <summary>The rows that each service of this process has about an attempt.</summary>
    /// <exception cref="AdminFault">A database does not answer.</exception>
    public Task<IReadOnlyList<AttemptRows>> ReadAttemptAsync(Attempt attempt, CancellationToken cancellation) =>
        _attempts.ReadRowsAsync(attempt, cancellation);

    public async Task<IReadOnlyList<NodeReport>> ReadNodesAsync(CancellationToken cancellation) =>
        [await ReadNodeAsync(cancellation)];

    public Task<ContentionReport> ReadContentionAsync(CancellationToken cancellation) =>
        _contention.ReadReportAsync(cancellation);

    public void Dispose()
    {
        _reports.Dispose();
        _views.Dispose();
    }
}
