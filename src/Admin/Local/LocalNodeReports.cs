using Cartwright.Admin.Nodes;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Admin.Local;

/// <summary>Reports on this process, and measures its databases.</summary>
internal sealed class LocalNodeReports : IDisposable
{
    private static readonly TimeSpan Patience = Readiness.DatabasePatience;

    private readonly LocalNode _node;
    private readonly LocalViews _views;
    private readonly CheckoutCounter _checkouts;
    private readonly DatabaseGauges _gauges;
    private readonly ShortMemory<IReadOnlyDictionary<Role, ServiceReport>> _services;

    public LocalNodeReports(LocalNode node, LocalViews views)
    {
        (_node, _views) = (node, views);
        var clock = node.Nodes.Values.First().Engine.Clock;
        _gauges = new DatabaseGauges(node, views);
        _checkouts = new CheckoutCounter([.. node.Nodes.Values.Distinct()]);
        _services = new ShortMemory<IReadOnlyDictionary<Role, ServiceReport>>(ReadServicesAsync, clock);
    }

    public async Task<NodeReport> ReadReportAsync(CancellationToken cancellation)
    {
        var services = await _services.ReadRecentAsync(cancellation);
        var trouble = FindTrouble(services);
        return new NodeReport
        {
            Name = _node.Name,
            Kind = _node.Kind,
            Url = _node.Url,
            AdminUrl = _node.AdminUrl(),
            Version = _node.Version,
            Roles = [.. _node.Nodes.Keys.Select(role => role.Name)],
            StartedAt = _node.StartedAt,
            IsReady = trouble is null,
            Trouble = trouble,
            Settings = _node.Settings,
            Services = [.. _node.Nodes.Select(node => NewsOf(node.Key, node.Value, services[node.Key]))],
            Checkouts = _checkouts.ReadFigures(_node.Nodes.Values.First().Engine.Now),
        };
    }

    public void Dispose()
    {
        _gauges.Dispose();
        _checkouts.Dispose();
    }

    private string? FindTrouble(IReadOnlyDictionary<Role, ServiceReport> services) => _node.Nodes
        .Select(node => (
            Role: node.Key,
            Trouble: Readiness.TroubleOf(node.Value, hasDatabase: services[node.Key].DatabaseTrouble is null)))
        .Where(found => found.Trouble is not null)
        .Select(found => $"{found.Trouble} ({found.Role.Name})")
        .FirstOrDefault();

    private async Task<IReadOnlyDictionary<Role, ServiceReport>> ReadServicesAsync(CancellationToken cancellation)
    {
        var reports = await Task.WhenAll(_node.Nodes.Select(async node =>
            (node.Key, Report: await ReadServiceAsync(node.Key, node.Value, cancellation))));
        return reports.ToDictionary(report => report.Key, report => report.Report);
    }

    private async Task<ServiceReport> ReadServiceAsync(Role role, ShopNode node, CancellationToken cancellation)
    {
        var report = new ServiceReport
        {
            Service = role.Name,
            Database = _node.DatabaseNames[role],
            Waiting = 0,
            Unconfirmed = 0,
            OldestUnconfirmedMs = 0,
        };
        if (await FindDatabaseTroubleAsync(node, cancellation) is { } trouble)
        {
            return report with { DatabaseTrouble = trouble };
        }

        // A gateway waits three seconds for a report. Without the counts it is one all the same.
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            var rows = await _views.ReadViewsAsync(
                stop => ServiceRows.CountRows(role, _node.Databases[role], stop), bound.Token);
            return report with
            {
                Parked = rows.Parked,
                Unfinished = rows.Unfinished,
                OldestUnfinishedMs = rows.OldestMs,
            };
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            return report;
        }
        catch (AdminFault fault)
        {
            return report with { DatabaseTrouble = fault.Message };
        }
    }

    private static async Task<string?> FindDatabaseTroubleAsync(ShopNode node, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await node.Engine.ProbeAsync(patience.Token);
            return null;
        }
        catch (TransientFault fault)
        {
            return fault.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"It did not answer within {Patience.TotalSeconds} s.";
        }
    }

    // Figures in memory are of this moment.
    private ServiceReport NewsOf(Role role, ShopNode node, ServiceReport report)
    {
        var lag = _node.Lag?.LagOf(role);
        return report with
        {
            Waiting = node.Engine.Waiting,
            Unconfirmed = node.Engine.Unconfirmed,
            OldestUnconfirmedMs = (long)node.Engine.OldestUnconfirmed.TotalMilliseconds,
            Partitions =
            [
                .. (node.Engine.PartitionsOf(role) ?? []).Select(partition => new PartitionReport(
                    partition, lag is not null && lag.TryGetValue(partition, out var behind) ? behind : null)),
            ],
        };
    }
}
