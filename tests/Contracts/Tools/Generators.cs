using System.Diagnostics;
using Cartwright.Conformance.Servers;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Contracts.Tools;

/// <summary>The programs that read the document: generators of clients, compilers, a linter.</summary>
internal static class Generators
{
    private const string RestoreHint = "dotnet tool restore";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // No program of these reports its use to its makers, or looks for a newer version.
    private static readonly Dictionary<string, string> Quiet = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",
        ["KIOTA_CLI_TELEMETRY_OPTOUT"] = "true",
        ["KIOTA_OFFLINE_ENABLED"] = "true",
        ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true",
        ["REDOCLY_TELEMETRY"] = "off",
        ["NO_COLOR"] = "1",
    };

    /// <summary>The folder with the list of packages and the manifest of tools.</summary>
    public static string Folder { get; } = Repository.File("tests/Contracts");

    /// <summary>Runs a .NET tool of the manifest; it must succeed.</summary>
    public static async Task RunToolAsync(string tool, params string[] arguments)
    {
        var (status, output) = await RunAsync("dotnet", ["tool", "run", tool, "--", .. arguments], Folder);
        Prerequisites.RequireTool(tool, status == 0 || !output.Contains(RestoreHint, StringComparison.Ordinal));
        Assert.True(status == 0, $"{tool} {string.Join(' ', arguments)}\n{output}");
    }

    /// <summary>Runs a program of a Node.js package in a folder.</summary>
    public static Task<(int Status, string Output)> RunNodeProgramAsync(
        string folder, string program, params string[] arguments) =>
        RunAsync("node", [Prerequisites.RequireNodeProgram(Folder, program), .. arguments], folder);

    /// <summary>Runs a program; returns its status and its output.</summary>
    public static async Task<(int Status, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Quiet)
        {
            start.Environment[name] = value;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
