using Cartwright.Admin.Nodes;
using Cartwright.Engine.Ports;

namespace Cartwright.Admin.Local;

/// <summary>Reports on this process.</summary>
internal sealed class LocalNodeReports(LocalNode node)
{
    // As long as a probe for readiness waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<NodeReport> ReadReportAsync(CancellationToken cancellation)
    {
        var trouble = await FindTroubleAsync(cancellation);
        return new NodeReport
        {
            Name = node.Name,
            Kind = node.Kind,
            Url = node.Url,
            AdminUrl = node.AdminUrl(),
            Version = node.Version,
            Roles = [.. node.Nodes.Keys.Select(role => role.Name)],
            StartedAt = node.StartedAt,
            IsReady = trouble is null,
            Trouble = trouble,
            Settings = node.Settings,
        };
    }

    private async Task<string?> FindTroubleAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        foreach (var (role, shop) in node.Nodes)
        {
            try
            {
                if (!shop.Engine.IsReady)
                {
                    return $"the engine of {role.Name} does not run";
                }

                await shop.Engine.ProbeAsync(patience.Token);
            }
            catch (Exception fault) when (fault is TransientFault
                || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                return $"the database of {role.Name} does not answer";
            }
        }

        return null;
    }
}
