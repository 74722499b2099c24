using System.Diagnostics;

namespace Cartwright.Lab.Cluster;

/// <summary>One process of a cluster: how it is prepared and started, and how it shows that it is ready.</summary>
internal sealed record Part
{
    /// <summary>Unique in the cluster, such as <c>stock-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>gateway, order, stock, payment, postgres, patroni, etcd or kafka.</summary>
    public required string Role { get; init; }

    public required int Port { get; init; }

    /// <summary>
    /// Makes the requirements of the first start. It runs before each start that is asked for, and not before a process
    /// that has died is replaced.
    /// </summary>
    public Func<CancellationToken, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it knows the environment of the supervisor, as the shop's own nodes do.</summary>
    public bool InheritsEnvironment { get; init; }

    /// <summary>Whether it serves now.</summary>
    public required Func<CancellationToken, Task<bool>> IsReadyAsync { get; init; }

    /// <summary>Makes the parts that can only be made once it serves.</summary>
    public Func<CancellationToken, Task> FinishAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>A PostgreSQL server that this part runs beside itself; null for none.</summary>
    public PatroniNode? Server { get; init; }

    /// <summary>The process, not yet started, writing into a log file.</summary>
    public ProcessStartInfo StartInfo(string logFile)
    {
        var start = StartInfo(Command, logFile);
        if (!InheritsEnvironment)
        {
            Tool.LeaveOnly(start, Environment);
            return start;
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>A command's process, not yet started, which appends to a log file.</summary>
    public static ProcessStartInfo StartInfo(IEnumerable<string> command, string logFile)
    {
        // The shell is replaced by the program, which keeps its pid. In a session of its own a part does not get the
        // Ctrl-C that is meant for the supervisor: that ends the parts one after the other.
        const string Script = "log=$1; shift; exec setsid \"$@\" >> \"$log\" 2>&1";
        return new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", logFile, .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        };
    }
}
