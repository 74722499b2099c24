using System.Diagnostics;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Processes;

namespace Cartwright.Lab.Cluster;

/// <summary>`cluster up --detach`: a supervisor in a session of its own, which outlives the terminal.</summary>
internal static class Detached
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts this program again without the option, and waits until its cluster is ready.</summary>
    /// <exception cref="ClusterFault">It ended before; the message has its output.</exception>
    public static async Task StartDetachedAsync(ClusterLayout layout, string option, CancellationToken cancellation)
    {
        var before = OutputSince(layout, from: 0).Length;
        var arguments = Environment.GetCommandLineArgs().Skip(1).Where(argument => argument != option);
        IReadOnlyList<string> command = [.. OwnProgram.Command, .. arguments];
        using var supervisor = Process.Start(Part.StartInfo(command, layout.SupervisorLog))!;
        supervisor.StandardInput.Close();
        var shown = before;
        while (true)
        {
            // Its output in between shows the part that it waits for.
            var more = OutputSince(layout, shown);
            var whole = more[..(more.LastIndexOf('\n') + 1)];
            Console.Write(whole);
            shown += whole.Length;
            if (OutputSince(layout, before).Contains(ClusterRun.Ready, StringComparison.Ordinal))
            {
                break;
            }

            if (supervisor.HasExited)
            {
                throw new ClusterFault($"The cluster did not start.\n{OutputSince(layout, shown).Trim()}");
            }

            await Task.Delay(Pause, cancellation);
        }

        Console.WriteLine(OutputSince(layout, shown).TrimEnd());
    }

    // Supervisors append to one log, and only the output of this one counts.
    private static string OutputSince(ClusterLayout layout, int from) =>
        File.Exists(layout.SupervisorLog) ? File.ReadAllText(layout.SupervisorLog)[from..] : string.Empty;
}
