using Cartwright.Conformance;
using Cartwright.Conformance.Servers;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Processes;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>Tools that a start runs, and the state of their work after a cancellation.</summary>
public sealed class ToolTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    private string PidFile => Path.Combine(_directory, "pid");

    [Fact]
    public async Task A_cancelled_one_is_ended_with_its_children()
    {
        using var stop = new CancellationTokenSource();
        var script = $"sleep 600 & echo $$ $! > {PidFile}.new; mv {PidFile}.new {PidFile}; wait";
        var running = Tool.RunToolAsync(["sh", "-c", script], stop.Token);
        await Eventually.IsAsync("it runs", Patience, () => Task.FromResult(File.Exists(PidFile)));
        var pids = (await File.ReadAllTextAsync(PidFile, TestContext.Current.CancellationToken))
            .Split(' ').Select(int.Parse).ToList();
        Assert.All(pids, pid => Assert.True(ProcessTree.Runs(pid)));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Eventually.IsAsync("both have ended", Patience, () => Task.FromResult(!pids.Any(ProcessTree.Runs)));
    }

    // A parent that never waits for its child, such as `sleep`, keeps the ended child in the process list. A shell
    // would wait: so the child ends only after the shell has become the other program.
    [Fact]
    public async Task A_process_that_has_ended_does_not_run_although_it_is_listed()
    {
        using var stop = new CancellationTokenSource();
        var end = Path.Combine(_directory, "end");
        var script = $"mkfifo {end}; cat {end} & echo $$ $! > {PidFile}.new; mv {PidFile}.new {PidFile}; "
            + "exec sleep 600";
        var running = Tool.RunToolAsync(["sh", "-c", script], stop.Token);
        await Eventually.IsAsync("it runs", Patience, () => Task.FromResult(File.Exists(PidFile)));
        var pids = (await File.ReadAllTextAsync(PidFile, TestContext.Current.CancellationToken)).Split(' ');
        var pid = int.Parse(pids[1]);
        await Eventually.IsAsync("the shell is replaced", Patience, () => Task.FromResult(
            File.ReadAllText($"/proc/{pids[0]}/comm") == "sleep\n"));
        Assert.True(ProcessTree.Runs(pid));

        await File.WriteAllTextAsync(end, "", TestContext.Current.CancellationToken);
        await Eventually.IsAsync("it has ended", Patience, () => Task.FromResult(!ProcessTree.Runs(pid)));

        Assert.True(Directory.Exists($"/proc/{pid}"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    // initdb writes PG_VERSION early: an initdb that was killed after that left a directory that looked like a
    // database.
    [Fact]
    public async Task An_initdb_that_was_ended_in_the_middle_is_done_again()
    {
        var layout = new ClusterLayout(Path.Combine(_directory, "shop"));
        await Machine.RunAsync("chmod", "755", _directory);
        await layout.CreateFoldersAsync(TestContext.Current.CancellationToken);
        var secrets = await ClusterSecrets.MakeSecretsAsync(layout, ["order"], TestContext.Current.CancellationToken);
        var data = layout.DataOf("postgres");
        var installed = new Installation(_directory, "", null, null);
        var part = PostgresPart.CreatePart(layout, installed, secrets, "postgres", 1, []);
        using var stop = new CancellationTokenSource();

        await MakeInitdbAsync("echo 15 > $2/PG_VERSION; sleep 600");
        var preparing = part.PrepareAsync(stop.Token);
        await Eventually.IsAsync("it has begun", Patience, () => Task.FromResult(
            Directory.EnumerateFiles(layout.Data, "PG_VERSION", SearchOption.AllDirectories).Any()));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);

        await MakeInitdbAsync("[ -z \"$(ls -A $2)\" ] && echo 15 > $2/PG_VERSION && echo whole > $2/base");
        await part.PrepareAsync(TestContext.Current.CancellationToken);

        var made = await File.ReadAllTextAsync(
            Path.Combine(data, "base"), TestContext.Current.CancellationToken);
        Assert.Equal("whole\n", made);
        Assert.Equal([data], Directory.GetDirectories(layout.Data));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task MakeInitdbAsync(string script)
    {
        var file = Path.Combine(_directory, "initdb");
        await File.WriteAllTextAsync(file, $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
        await Machine.RunAsync("chmod", "755", file);
    }
}
