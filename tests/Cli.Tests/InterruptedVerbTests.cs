using System.CommandLine;
using Cartwright.Cli.Verify;
using Cartwright.CommandLine;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests;

/// <summary>An interrupted verb ends with the status of an interruption, which is not a verdict.</summary>
public sealed class InterruptedVerbTests
{
    private static readonly CancellationToken Stopped = new(canceled: true);

    // Status 1 means that the books are wrong.
    [Fact]
    public async Task A_verify_that_waits_for_its_servers_gives_no_verdict()
    {
        var databases = ShopServices.Roles.Select(role => role.Name)
            .SelectMany(role => (string[])[$"--postgres-{role}", "Host=127.0.0.1;Port=1;Username=u;Database=d"]);
        var (status, errors) = await RunAsync(VerifyCommand.CreateCommand(), ["verify", .. databases]);
        Assert.Equal((130, "Interrupted.\n"), (status, errors));
    }

    [Fact]
    public async Task Any_verb_that_its_stop_has_ended_was_interrupted()
    {
        var (status, errors) = await RunAsync(Verb(Task.FromCanceled), ["verb"]);
        Assert.Equal((130, "Interrupted.\n"), (status, errors));
    }

    [Fact]
    public async Task A_time_that_ran_out_and_a_bug_are_failures()
    {
        Exception[] failures =
        [
            new TaskCanceledException("late", new TimeoutException()), new InvalidOperationException("a bug"),
        ];
        foreach (var failure in failures)
        {
            var (status, errors) = await RunAsync(Verb(_ => Task.FromException<int>(failure)), ["verb"]);
            Assert.Equal(1, status);
            Assert.StartsWith($"Unhandled exception: {failure.GetType()}: {failure.Message}", errors);
        }
    }

    private static Command Verb(Func<CancellationToken, Task> run)
    {
        var verb = new Command("verb");
        verb.SetAction((_, stop) => run(stop));
        return verb;
    }

    private static async Task<(int Status, string Errors)> RunAsync(Command verb, string[] words)
    {
        using var errors = new StringWriter();
        var status = await CommandLineRun.InvokeAsync(
            new RootCommand { verb }, words, TextWriter.Null, errors, Stopped);
        return (status, errors.ToString());
    }
}
