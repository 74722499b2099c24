using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Databases;

/// <summary>Runs a verb that opens databases; each fault of theirs is a sentence and an exit status.</summary>
internal static class DatabaseVerb
{
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return CommandLineRun.Usage;
        }
        catch (Exception fault) when (fault is UsageFault or ClusterFault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Usage;
        }
        catch (TransientFault fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Failure;
        }
    }
}
