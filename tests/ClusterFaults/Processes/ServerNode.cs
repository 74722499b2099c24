using System.Globalization;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>One of the three database servers of a cluster, with the Patroni that runs it.</summary>
internal sealed class ServerNode(RunningCluster cluster, string number)
{
    public string Name => $"patroni-{number}";

    public string ServerName => $"postgres-{number}";

    /// <summary>The server with this role, once it is ready.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="role">primary or standby.</param>
    public static async Task<ServerNode> FindAsync(RunningCluster cluster, string role)
    {
        var found = await Eventually.FindAsync($"a {role} that is ready", async () =>
            (await cluster.StatusAsync()).FirstOrDefault(part => part.Role == role && part.Ready));
        return new ServerNode(cluster, found.Name.Split('-')[1]);
    }

    /// <summary>
    /// Kills the whole node, as the loss of its machine would, and starts it again once writes go on.
    /// </summary>
    public async Task LoseAsync(Action counting)
    {
        counting();
        await cluster.SayAsync($"lose {Name}");
        await AwaitOthersAsync();
        await cluster.SayAsync($"start {Name}");
    }

    /// <summary>Freezes all processes of the node for a while.</summary>
    public async Task FreezeAsync(TimeSpan time, Action counting)
    {
        var processes = await ProcessesAsync();
        counting();
        await SignalAsync("STOP", processes);
        try
        {
            await Eventually.StaysAsync("frozen", time, () => Task.FromResult(true));
        }
        finally
        {
            await SignalAsync("CONT", processes);
        }
    }

    private Task AwaitOthersAsync() => Eventually.TrueAsync("other servers take writes", async () =>
        (await cluster.StatusAsync()).Count(part =>
            part is { Role: "primary" or "standby", Ready: true } && part.Name != ServerName) == 2);

    // Patroni does not keep the server as its child: there are two process trees.
    private async Task<List<string>> ProcessesAsync()
    {
        var status = await cluster.StatusAsync();
        List<int> found =
        [
            .. status.Where(part => part.Name == Name || part.Name == ServerName).Select(part => part.Pid!.Value),
        ];
        var listed = (await CartwrightProgram.RunOtherAsync("ps", "-e", "-o", "pid=,ppid=")).Required().Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToLookup(pair => Number(pair[1]), pair => Number(pair[0]));
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(listed[found[next]]);
        }

        return [.. found.Select(pid => pid.ToString(CultureInfo.InvariantCulture))];
    }

    // A process that has ended meanwhile no longer belongs to the node.
    private static async Task SignalAsync(string signal, List<string> processes) =>
        await CartwrightProgram.RunOtherAsync("kill", [$"-{signal}", .. processes]);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
