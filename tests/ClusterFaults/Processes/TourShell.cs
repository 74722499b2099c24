using System.Diagnostics;
using Cartwright.Conformance.Servers;

namespace Cartwright.ClusterFaults.Processes;

/// <summary>
/// One shell for all commands of a page, in a folder of its own with a <c>./cartwright</c>. Its clusters are stopped
/// with it.
/// </summary>
internal sealed class TourShell : IAsyncDisposable
{
    private const string End = "@@ the end of a block @@";
    private static readonly (string Shown, string Used)[] _addresses =
        [.. new[] { 8000, 8001 }.Select(port => ($"127.0.0.1:{port}", $"127.0.0.1:{Machine.FreePort()}"))];

    private readonly string _folder;
    private readonly Process _bash;

    private TourShell(string folder, Process bash) => (_folder, _bash) = (folder, bash);

    public static async Task<TourShell> StartAsync()
    {
        // PostgreSQL runs as another user, which has to enter the folder.
        var folder = Directory.CreateTempSubdirectory("cartwright-tour-").FullName;
        var program = Path.Combine(folder, "cartwright");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{CartwrightProgram.Assembly}' \"$@\"\n");
        (await CartwrightProgram.RunOtherAsync("chmod", "755", folder, program)).Required();
        var start = ForeignSettings.Without(new ProcessStartInfo("bash")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        });
        var shell = new TourShell(folder, Process.Start(start)!);
        await shell._bash.StandardInput.WriteLineAsync("exec 2>&1");
        return shell;
    }

    /// <summary>Runs a block of commands; returns its output and its errors, with the addresses of the page.</summary>
    public async Task<string> PasteAsync(string commands)
    {
        var input = _addresses.Aggregate(commands, (text, address) => text.Replace(address.Shown, address.Used));
        await _bash.StandardInput.WriteLineAsync($"{input}\necho; echo '{End}'");
        await _bash.StandardInput.FlushAsync();
        List<string> lines = [];
        while (await _bash.StandardOutput.ReadLineAsync() is { } line && line != End)
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in Directory.GetDirectories(_folder))
        {
            await CartwrightProgram.RunAsync("cluster", "down", "--data", cluster);
        }

        if (!_bash.HasExited)
        {
            _bash.Kill(entireProcessTree: true);
        }

        await _bash.WaitForExitAsync();
        _bash.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
