namespace Cartwright.Lab.Cluster;

/// <summary>A Patroni and the PostgreSQL server that it runs, one of three that replace each other.</summary>
internal static class PatroniPart
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Part CreatePart(
        PatroniNode node, Installation installed, ClusterLayout layout, string settings, string databases) => new()
        {
            Name = node.Name,
            Role = "patroni",
            Port = node.ControlPort,
            PrepareAsync = cancellation => PrepareAsync(node, layout, settings, databases, cancellation),
            Command = [.. SystemUser.Database.Prefix, installed.Patroni!, node.SettingsFile],
            Environment = new Dictionary<string, string> { ["HOME"] = node.Folder },
            IsReadyAsync = cancellation =>
                Tool.IsWellAsync($"http://127.0.0.1:{node.ControlPort}/health", cancellation),
            FinishAsync = cancellation => AwaitStandbyAsync(node, cancellation),
            Server = node,
        };

    /// <summary>The file with the statements that make the databases, which the first primary runs.</summary>
    public static string DatabasesFile(ClusterLayout layout, PatroniNode node) =>
        layout.SettingsOf($"{node.Name}-databases.sql");

    private static async Task PrepareAsync(
        PatroniNode node, ClusterLayout layout, string settings, string databases, CancellationToken cancellation)
    {
        await OwnedFiles.WriteFileAsync(DatabasesFile(layout, node), databases, SystemUser.Database, cancellation);
        await OwnedFiles.WriteFileAsync(node.SettingsFile, settings, SystemUser.Database, cancellation);
        await OwnedFiles.MakeFolderAsync(node.Folder, SystemUser.Database, cancellation);
    }

    // The start's own limit bounds it.
    private static async Task AwaitStandbyAsync(PatroniNode node, CancellationToken cancellation)
    {
        while (!(await PatroniMembers.AskMembersAsync(node.ControlPort, cancellation)).TakesWrites)
        {
            await Task.Delay(Pause, cancellation);
        }
    }
}
