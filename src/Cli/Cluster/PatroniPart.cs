using System.Diagnostics;

namespace Cartwright.Cli.Cluster;

/// <summary>A Patroni and the PostgreSQL server that it runs, one of three that replace each other.</summary>
internal static class PatroniPart
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Part Create(
        PatroniNode node, Installation installed, IReadOnlyList<int> etcd, IReadOnlyList<string> services) => new()
        {
            Name = node.Name,
            Role = "patroni",
            Port = node.ControlPort,
            PrepareAsync = cancellation => PrepareAsync(node, installed, etcd, services, cancellation),
            Command = [.. Installation.Unprivileged, installed.Patroni!, node.SettingsFile],

            // Whoever starts it may have a home that the other user must not look into.
            Environment = new Dictionary<string, string> { ["HOME"] = node.Folder },
            IsReadyAsync = cancellation =>
                Tool.IsWellAsync($"http://127.0.0.1:{node.ControlPort}/health", cancellation),
            FinishAsync = cancellation => AwaitStandbyAsync(node, cancellation),
            Server = node,
        };

    private static async Task PrepareAsync(
        PatroniNode node,
        Installation installed,
        IReadOnlyList<int> etcd,
        IReadOnlyList<string> services,
        CancellationToken cancellation)
    {
        var databases = Path.Combine(node.Folder, "databases.sql");
        Directory.CreateDirectory(node.Folder);
        await File.WriteAllTextAsync(databases, PatroniSettings.Databases(services), cancellation);
        await File.WriteAllTextAsync(
            node.SettingsFile, PatroniSettings.Of(node, installed, etcd, databases), cancellation);
        await Installation.GiveDirectoryAsync(node.Folder, cancellation);
    }

    private static async Task AwaitStandbyAsync(PatroniNode node, CancellationToken cancellation)
    {
        var waiting = Stopwatch.StartNew();
        while (!(await PatroniMembers.AskAsync(node.ControlPort, cancellation)).TakesWrites)
        {
            if (waiting.Elapsed > Patience)
            {
                throw new ClusterFault(
                    $"The database servers have no primary with a standby after {Patience.TotalSeconds} s.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
