using System.Diagnostics;
using Cartwright.Conformance.Servers;

namespace Cartwright.Http.Tests.Collector;

/// <summary>Prometheus' own judge of metrics, rules and configurations.</summary>
internal static class Promtool
{
    /// <summary>Runs it with a text on its standard input; returns its status and its output.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Prerequisites.RequirePrometheus("promtool"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
