using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>A part of a cluster that does not become ready, in a process of its own.</summary>
[Trait("Kind", "Long")]
public sealed class RunningPartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_directory, "part.log");

    [Fact]
    public async Task One_that_dies_at_each_start_is_given_up_with_the_end_of_its_log()
    {
        var message = await FailAsync("echo a setting is wrong; exit 3", restarts: true);

        Assert.StartsWith("part did not start: its process has ended 1", message);
        Assert.EndsWith("  a setting is wrong", message);
        Assert.Contains(Log, message);
    }

    [Fact]
    public async Task One_that_is_not_started_again_is_given_up_when_it_ends()
    {
        var message = await FailAsync("echo no; exit 3", restarts: false);

        Assert.StartsWith("part did not start: its process has ended.", message);
    }

    [Fact]
    public async Task One_that_works_without_end_is_given_up_at_the_limit_which_is_named()
    {
        var message = await FailAsync("while :; do :; done", restarts: true, seconds: 3);

        Assert.StartsWith("part did not start: it is not ready after 3 s (--start-timeout).", message);
    }

    [Fact]
    public async Task The_limit_bounds_what_is_made_before_and_after_the_process_is_ready()
    {
        var endless = (CancellationToken stop) => new TaskCompletionSource().Task.WaitAsync(stop);
        var sleeping = PartOf("exec sleep 600");
        foreach (var part in (Part[])
            [sleeping with { PrepareAsync = endless }, sleeping with { FinishAsync = endless }])
        {
            var ready = part with { IsReadyAsync = _ => Task.FromResult(true) };
            var message = await FailAsync(ready, restarts: true, seconds: 1).WaitAsync(TimeSpan.FromSeconds(30), Stop);
            Assert.StartsWith("part did not start: it is not ready after 1 s (--start-timeout).", message);
        }
    }

    // The output of a program could contain control sequences for the terminal that shows the message.
    [Fact]
    public async Task Of_a_long_log_the_last_lines_are_shown_without_control_characters()
    {
        var message = await FailAsync(
            "seq 1 30000; printf 'red \\033[31m\\n'; exit 3", restarts: false);

        var lines = message.Split('\n')[1..];
        Assert.Equal(15, lines.Length);
        Assert.Equal(("  29987", "  red .[31m"), (lines[0], lines[^1]));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Part PartOf(string script) => new()
    {
        Name = "part",
        Role = "test",
        Port = 0,
        Command = ["sh", "-c", script],
        IsReadyAsync = _ => Task.FromResult(false),
    };

    private Task<string> FailAsync(string script, bool restarts, int seconds = 600) =>
        FailAsync(PartOf(script), restarts, seconds);

    private async Task<string> FailAsync(Part part, bool restarts, int seconds)
    {
        var options = new ClusterOptions
        {
            Directory = _directory,
            AskedUrl = "",
            Reply = "",
            Restarts = restarts,
            StartTimeout = TimeSpan.FromSeconds(seconds),
        };
        var running = new RunningPart(part, Log, options);
        try
        {
            return (await Assert.ThrowsAsync<ClusterFault>(() => running.StartAsync(Stop))).Message;
        }
        finally
        {
            await running.StopAsync();
        }
    }
}
