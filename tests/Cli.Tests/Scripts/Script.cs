using System.Diagnostics;

namespace Cartwright.Cli.Tests.Scripts;

/// <summary>Runs a command to its end.</summary>
internal static class Script
{
    public static async Task<(int Status, string Output, string Errors)> RunAsync(string folder, string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
