using System.Text.Json;

namespace Cartwright.Cli.Cluster;

/// <summary>One line of `cluster status`.</summary>
internal sealed record PartStatus(string Name, string Role, int? Pid, int Port, string Log, bool Ready, int Restarts);

/// <summary>Starts the parts of a cluster in order, keeps them running, and does what it is told.</summary>
internal sealed class Supervisor
{
    private readonly ClusterLayout _layout;
    private readonly List<List<RunningPart>> _groups;

    public Supervisor(ClusterOptions options, ClusterLayout layout, Installation installed)
    {
        _layout = layout;
        _groups =
        [
            .. ClusterPlan.Of(options, layout, installed).Select(group => group
                .Select(part => new RunningPart(Marked(part, layout), layout.LogOf(part.Name), options.Restarts))
                .ToList()),
        ];
    }

    /// <summary>Starts everything, and waits until all are ready.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var group in _groups)
        {
            await Task.WhenAll(group.Select(part => part.StartAsync(cancellation)));
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
    /// Does what one line says: <c>status</c>, <c>kill NAME</c>, <c>stop NAME</c>, <c>start NAME</c>.
    /// </summary>
    /// <returns>A JSON text for status; otherwise <c>ok</c>.</returns>
    /// <exception cref="ClusterFault">There is no such part, or no such word.</exception>
    public async Task<string> DoAsync(string line, CancellationToken cancellation)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["status"]:
                return JsonSerializer.Serialize(await StatusAsync(cancellation), JsonSerializerOptions.Web);
            case ["kill", var name]:
                Find(name).Kill();
                return "ok";
            case ["stop", var name]:
                await Find(name).StopAsync();
                return "ok";
            case ["start", var name]:
                await Find(name).StartAsync(cancellation);
                return "ok";
            default:
                throw new ClusterFault($"'{line}' is not understood.");
        }
    }

    public async Task<IReadOnlyList<PartStatus>> StatusAsync(CancellationToken cancellation) =>
        await Task.WhenAll(_groups.SelectMany(group => group).Select(async running => new PartStatus(
            running.Part.Name,
            running.Part.Role,
            running.Pid,
            running.Part.Port,
            _layout.LogOf(running.Part.Name),
            running.Pid is not null && await running.Part.IsReadyAsync(cancellation),
            running.Restarts)));

    private static Part Marked(Part part, ClusterLayout layout) => part with
    {
        Environment = new Dictionary<string, string>(part.Environment) { [Leftovers.Mark] = layout.Root },
    };

    private RunningPart Find(string name) =>
        _groups.SelectMany(group => group).FirstOrDefault(part => part.Part.Name == name)
        ?? throw new ClusterFault($"There is no '{name}' in this cluster.");
}
