using System.Diagnostics;

namespace Cartwright.Cli.Cluster;

/// <summary>One process of a cluster: how it is prepared and started, and how it shows that it is ready.</summary>
internal sealed record Part
{
    /// <summary>Unique in the cluster, such as <c>stock-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>gateway, order, stock, payment, postgres or kafka.</summary>
    public required string Role { get; init; }

    public required int Port { get; init; }

    /// <summary>Makes what must be there before the first start; it is run before each start.</summary>
    public Func<CancellationToken, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it serves now.</summary>
    public required Func<CancellationToken, Task<bool>> IsReadyAsync { get; init; }

    /// <summary>Makes what can only be made once it serves.</summary>
    public Func<CancellationToken, Task> FinishAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>The process, not yet started, writing into a log file.</summary>
    public ProcessStartInfo StartInfo(string logFile)
    {
        // The shell appends the output to the log and is replaced by the program, whose pid it keeps.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec \"$@\" >> \"$log\" 2>&1");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(logFile);
        foreach (var word in Command)
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
