using System.Globalization;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>A cluster from its start to its end, in the process that supervises it.</summary>
internal static class ClusterRun
{
    /// <summary>The beginning of the line that announces a ready cluster.</summary>
    public const string Ready = "Cartwright is ready on ";

    /// <summary>Starts everything, and returns after a stop, once everything is down.</summary>
    /// <param name="options">The wanted cluster.</param>
    /// <param name="keep">Keeps the options for the next start, once this one is possible.</param>
    /// <param name="stop">Ends it, like `cluster down`.</param>
    /// <exception cref="ClusterFault">It cannot start here.</exception>
    public static async Task RunClusterAsync(ClusterOptions options, Action<ClusterLayout> keep, CancellationToken stop)
    {
        if (options.Warning is { } warning)
        {
            await Console.Error.WriteLineAsync(warning);
        }

        var layout = await ClusterOwner.ClaimDirectoryAsync(options.Directory, stop);
        OwnedFiles.CloseByDefault();
        await using var owned = await ClusterOwner.LockDirectoryAsync(layout, stop);
        var installed = Installation.FindPrograms(options.Servers);
        await Reachability.RequireAsync(installed, stop);
        keep(layout);
        if (await LeftoverProcesses.EndAllAsync(layout, stop) is > 0 and var count)
        {
            Console.WriteLine($"Ended {count} processes that an earlier supervisor had left behind.");
        }

        await ClusterKeys.MakeKeysAsync(options, layout, stop);
        var supervisor = new Supervisor(options, layout, installed);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var control = Control.ListenAsync(layout, line => RunLineAsync(supervisor, line, ending), ending.Token);
            await using (var progress = new StartProgress(layout.SupervisorLog, TimeProvider.System))
            {
                await supervisor.StartAsync(progress, ending.Token);
            }

            var parts = await supervisor.StatusAsync(ending.Token);
            ClusterCommand.PrintStatus(layout, parts);
            var gateway = parts.Single(part => part.Role == NodePart.Gateway);
            Console.WriteLine($"{Ready}{GatewayUrl.UrlFor(options.Url, gateway.Port)}");
            await control;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            Console.WriteLine("Stopping.");
        }
        finally
        {
            await supervisor.StopAsync();
            await LeftoverProcesses.EndAllAsync(layout, CancellationToken.None);
        }
    }

    private static Task<string> RunLineAsync(Supervisor supervisor, string line, CancellationTokenSource ending)
    {
        if (line != ClusterDown.Word)
        {
            return supervisor.RunCommandAsync(line, ending.Token);
        }

        ending.CancelAfter(TimeSpan.FromMilliseconds(100));
        return Task.FromResult(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }
}
