using System.Diagnostics;

namespace Cartwright.Tidy.Source;

/// <summary>A program that is run to its end.</summary>
internal static class Command
{
    /// <summary>Runs a program in a folder; returns its status and its output.</summary>
    public static async Task<(int Status, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
