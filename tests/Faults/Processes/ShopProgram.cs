using System.Diagnostics;
using Cartwright.Conformance.Servers;

namespace Cartwright.Faults.Processes;

/// <summary>How a process has ended, and its output.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>The built program, and the way to run other programs to their end.</summary>
internal static class ShopProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = RepositoryRoot();

    private static readonly string Assembly = Path.Combine(
        Root, "src", "Program", "bin", "Release", "net10.0", "cartwright.dll");

    /// <summary>The start information for a verb of the program.</summary>
    public static ProcessStartInfo Verb(params IEnumerable<string> arguments) =>
        Command("dotnet", [Assembly, .. arguments]);

    /// <summary>Runs a verb to its end.</summary>
    public static Task<Ended> RunAsync(params IEnumerable<string> arguments) => RunAsync(Verb(arguments));

    /// <summary>Runs another program to its end.</summary>
    public static Task<Ended> RunOtherAsync(string program, params IEnumerable<string> arguments) =>
        RunAsync(Command(program, arguments));

    /// <summary>Fails unless the books are right, with no attempt unfinished and no message parked.</summary>
    public static async Task RequireRightBooksAsync(string data)
    {
        var ended = await RunAsync("verify", "--data", data, "--older-than", "0");
        Assert.True(ended.ExitCode == 0, $"The audit ended with {ended.ExitCode}: {ended.Output}{ended.Error}");
        Assert.Contains("The books are right.", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("parked messages", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>The start information for another program.</summary>
    public static ProcessStartInfo Command(string program, IEnumerable<string> arguments) =>
        ForeignSettings.Without(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        });

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Ended> RunAsync(ProcessStartInfo start, TimeSpan? patience = null)
    {
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(
                patience ?? Patience);
            return new Ended(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
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
