using Cartwright.CommandLine;
using Cartwright.CommandLine.Clusters;
using Cartwright.Engine.Ports;

namespace Cartwright.Cli.Databases;

/// <summary>
/// Runs a verb that opens databases; each of its faults is a sentence and an exit status. Status 1 is an answer of the
/// verb: without one it ends with status 2, whether it was used wrongly or a database is away.
/// </summary>
internal static class DatabaseVerb
{
    /// <param name="errors">Where faults are stated.</param>
    /// <param name="run">The verb.</param>
    public static async Task<int> RunAsync(ErrorLines errors, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (FatalFault fault)
        {
            return errors.Fail(CommandLineRun.Usage, $"{fault.Message} [{fault.Code}]", fault.Code);
        }
        catch (Exception fault) when (fault is UsageFault or ClusterFault or TransientFault)
        {
            return errors.Fail(CommandLineRun.Usage, fault.Message);
        }
    }
}
