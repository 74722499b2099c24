using System.Diagnostics;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>How a process has ended, and its output.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>Fails unless the exit status is 0.</summary>
    public Ended Required()
    {
        Assert.True(ExitCode == 0, $"It ended with {ExitCode}: {Output}{Error}");
        return this;
    }
}

/// <summary>The built program, and how other programs are run to their end.</summary>
internal static class CartwrightProgram
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The repository.</summary>
    public static readonly string Root = RepositoryRoot();

    public static readonly string Assembly = Path.Combine(
        Root, "src", "Program", "bin", "Release", "net10.0", "cartwright.dll");

    /// <summary>The same program, with faults between the engine and its adapters.</summary>
    public static readonly string FaultyAssembly = Path.Combine(
        Root, "tests", "Hosts", "FaultyNode", "bin", "Release", "net10.0", "Cartwright.FaultyNode.dll");

    /// <summary>The start information for a verb of the program.</summary>
    public static ProcessStartInfo Verb(params IEnumerable<string> arguments) =>
        Command("dotnet", [Assembly, .. arguments]);

    /// <summary>The start information for a verb of another build of the program.</summary>
    public static ProcessStartInfo VerbOf(string assembly, params IEnumerable<string> arguments) =>
        Command("dotnet", [assembly, .. arguments]);

    /// <summary>Runs a verb to its end.</summary>
    public static Task<Ended> RunAsync(params IEnumerable<string> arguments) => RunAsync(Verb(arguments));

    /// <summary>Runs another program to its end.</summary>
    public static Task<Ended> RunOtherAsync(string program, params IEnumerable<string> arguments) =>
        RunAsync(Command(program, arguments));

    /// <summary>The same of a program that may take longer.</summary>
    public static Task<Ended> RunOtherAsync(
        TimeSpan patience, string program, params IEnumerable<string> arguments) =>
        RunAsync(Command(program, arguments), patience);

    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments) =>
        ForeignSettings.Without(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        });

    private static Task<Ended> RunAsync(ProcessStartInfo start) => RunAsync(start, Patience);

    private static async Task<Ended> RunAsync(ProcessStartInfo start, TimeSpan patience)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Ended(process.ExitCode, await output, await error);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cartwright.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Cartwright.slnx above.");
        }

        return folder;
    }
}
