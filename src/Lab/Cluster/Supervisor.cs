using System.Text.Json;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>One line of `cluster status`.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Role">Its task.</param>
/// <param name="Pid">Its process; null while there is none.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Log">The file of its output.</param>
/// <param name="Ready">Whether it does its work now.</param>
/// <param name="Restarts">How often it was started again after it had died.</param>
/// <param name="Supervised">
/// Whether it is the supervisor's own, which it stops and starts; a database server that another part runs is not.
/// </param>
internal sealed record PartStatus(
    string Name, string Role, int? Pid, int Port, string Log, bool Ready, int Restarts, bool Supervised = true);

/// <summary>Starts the parts of a cluster in order, keeps them running, and carries out commands.</summary>
internal sealed class Supervisor
{
    private readonly ClusterLayout _layout;
    private readonly List<List<RunningPart>> _groups;

    public Supervisor(ClusterOptions options, ClusterLayout layout, Installation installed)
    {
        _layout = layout;
        _groups =
        [
            .. ClusterPlan.PlanFor(options, layout, installed).Select(group => group
                .Select(part => new RunningPart(WithMark(part, layout), layout.LogOf(part.Name), options))
                .ToList()),
        ];
    }

    /// <summary>Starts everything, and waits until all are ready.</summary>
    public async Task StartAsync(StartProgress progress, CancellationToken cancellation)
    {
        foreach (var group in _groups)
        {
            await Task.WhenAll(group.Select(async part =>
            {
                progress.Begin(part.Part.Name);
                await part.StartAsync(cancellation);
                progress.End(part.Part.Name);
            }));
        }
    }

    /// <summary>Stops everything, the last started first.</summary>
    public async Task StopAsync()
    {
        foreach (var group in Enumerable.Reverse(_groups))
        {
            await Task.WhenAll(group.Select(part => part.StopAsync()));
        }
    }

    /// <summary>
    /// Carries out the command of one line: <c>status</c>, <c>kill NAME</c>, <c>lose NAME</c>, <c>stop NAME</c>,
    /// <c>start NAME</c>.
    /// </summary>
    /// <returns>A JSON text for status; otherwise <c>ok</c>.</returns>
    /// <exception cref="ClusterFault">There is no such part, or no such word.</exception>
    public async Task<string> RunCommandAsync(string line, CancellationToken cancellation)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["status"]:
                return JsonSerializer.Serialize(await StatusAsync(cancellation), JsonSerializerOptions.Web);
            case ["kill", var name]:
                KillPart(name);
                return "ok";
            case ["lose", var name]:
                FindPart(name).Lose();
                return "ok";
            case ["stop", var name]:
                await FindPart(name).StopAsync();
                return "ok";
            case ["start", var name]:
                await FindPart(name).StartAsync(cancellation);
                return "ok";
            default:
                throw new ClusterFault($"'{line}' is not understood.");
        }
    }

    public async Task<IReadOnlyList<PartStatus>> StatusAsync(CancellationToken cancellation) =>
    [
        .. (await Task.WhenAll(_groups
            .SelectMany(group => group)
            .Select(running => StatusAsync(running, cancellation))))
            .SelectMany(statuses => statuses),
    ];

    // A database server beside a part has a line of its own.
    private async Task<IReadOnlyList<PartStatus>> StatusAsync(RunningPart running, CancellationToken cancellation)
    {
        var part = running.Part;
        var log = _layout.LogOf(part.Name);
        var own = new PartStatus(
            part.Name,
            part.Role,
            running.Pid,
            part.Port,
            log,
            running.Pid is not null && await part.IsReadyAsync(cancellation),
            running.Restarts);
        if (part.Server is not { } server)
        {
            return [own];
        }

        var members = await PatroniMembers.AskMembersAsync(server.ControlPort, cancellation);
        return
        [
            own,
            new PartStatus(
                server.ServerName,
                members.RoleOf(server.Name),
                server.PostmasterPid(),
                server.Port,
                log,
                members.IsReady(server.Name),
                Restarts: 0,
                Supervised: false),
        ];
    }

    private static Part WithMark(Part part, ClusterLayout layout) => part with
    {
        Environment = part.Environment.Concat(LeftoverProcesses.MarkOf(layout)).ToDictionary(),
    };

    // A database server beside a part can be killed alone: the part starts it again.
    private void KillPart(string name)
    {
        var server = _groups.SelectMany(group => group)
            .Select(running => running.Part.Server)
            .FirstOrDefault(server => server?.ServerName == name);
        if (server is null)
        {
            FindPart(name).Kill();
        }
        else if (server.PostmasterPid() is { } pid)
        {
            Signals.SendSignal(pid, Signals.KillNow);
        }
    }

    private RunningPart FindPart(string name) =>
        _groups.SelectMany(group => group).FirstOrDefault(part => part.Part.Name == name)
        ?? throw NoPart(name);

    private ClusterFault NoPart(string name)
    {
        var owner = _groups.SelectMany(group => group).FirstOrDefault(part => part.Part.Server?.ServerName == name);
        return owner is null
            ? new ClusterFault($"There is no '{name}' in this cluster.")
            : new ClusterFault(
                $"{name} cannot be left down, stopped or started: {owner.Part.Name} runs it, and starts it again. "
                + $"Name {owner.Part.Name} instead; it takes {name} with it.");
    }
}
