using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Cartwright.Conformance.Servers;
using Cartwright.Faults.Processes;
using Cartwright.Lab.Files;

namespace Cartwright.Cli.Tests.Certificates;

/// <summary>The trial on two machines that the page about TLS describes: its commands do what it says.</summary>
public sealed partial class TrialPageTests : IDisposable
{
    private const string Page = "docs/security/tls.md";
    private const string Section = "## A trial on two machines";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-trial-").FullName;

    [Fact]
    public async Task The_commands_of_the_page_secure_two_machines()
    {
        var page = string.Join('\n', Repository.ReadLines(Page));
        var section = page[page.IndexOf(Section, StringComparison.Ordinal)..];
        var commands = string.Join('\n', Block().Matches(section).Select(block => block.Groups["commands"].Value));
        foreach (var port in (string[])["8443", "8444"])
        {
            commands = commands.Replace(port, TextOf(Machine.FreePort()), StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(
            Path.Combine(_folder, "trial.sh"), commands, TestContext.Current.CancellationToken);
        await MakeProgramAsync();
        var (status, output) = await RunAsync();
        Assert.True(status == 0, output);
        Assert.Contains("Consistent: 1 x 20 checkouts", output, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unauthenticated\"", output, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"certificate-required\"", output, StringComparison.Ordinal);
        Assert.Contains("nothing in the clear", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A server that a failed command leaves running ends with the shell.
    private async Task<(int Status, string Output)> RunAsync()
    {
        const string Script = "exec 2>&1; trap 'kill $(jobs -p) 2>/dev/null || true' EXIT; set -e; . ./trial.sh";
        var start = ForeignSettings.Without(new ProcessStartInfo("bash", ["-c", Script])
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true,
        });
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output);
    }

    // The program of this build, in place of the script that would build it.
    private async Task MakeProgramAsync()
    {
        var program = Path.Combine(ShopProgram.Root, "src", "Program", "bin", "Release", "net10.0", "cartwright.dll");
        var path = Path.Combine(_folder, "cartwright");
        await File.WriteAllTextAsync(
            path, $"#!/bin/sh\nexec dotnet '{program}' \"$@\"\n", TestContext.Current.CancellationToken);
        FileModes.SetMode(path, FileModes.OwnerFolder);
    }

    private static string TextOf(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
