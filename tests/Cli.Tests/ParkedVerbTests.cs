using System.CommandLine;
using System.Text.Json;
using Cartwright.Cli.Parked;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Engine.Housekeeping;
using Cartwright.Faults.Processes;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests;

/// <summary>Many parked messages at once: grouped, and selected by a common property.</summary>
public sealed class ParkedVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    [Fact]
    public async Task A_list_is_grouped_by_error_without_its_numbers()
    {
        await FillAsync();
        var listed = await PrintedAsync(0, "list");
        Assert.Contains("2 of take-stock.v1, stock:\n    Attempt 7 is gone.\n", listed, StringComparison.Ordinal);
        Assert.Contains("1 of unreadable, stock:\n    Not JSON\n", listed, StringComparison.Ordinal);
        Assert.EndsWith("4 parked.\n", listed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--type", "take-stock.v1")]
    [InlineData(2, "--error", "is GONE")]
    [InlineData(1, "--type", "take-stock.v1", "--error", "attempt 8")]
    [InlineData(4, "--all")]
    public async Task Those_that_are_meant_are_replayed_and_dropped(int count, params string[] filter)
    {
        await FillAsync();
        await PrintedAsync(0, ["replay", .. filter]);
        var again = (await PrintedAsync(0, "list")).Split("to be tried again").Length - 1;
        Assert.Equal(count, again);

        await PrintedAsync(0, ["drop", .. filter]);
        Assert.EndsWith(
            count == 4 ? "Nothing is parked.\n" : $"{4 - count} parked.\n",
            await PrintedAsync(0, "list"),
            StringComparison.Ordinal);
        await PrintedAsync(1, ["drop", .. filter]);
    }

    [Theory]
    [InlineData]
    [InlineData("unreadable/1", "--all")]
    [InlineData("--type", "unreadable", "--all")]
    public async Task It_is_never_guessed_which_are_meant(params string[] filter)
    {
        await FillAsync();
        await PrintedAsync(2, ["drop", .. filter]);
        Assert.EndsWith("4 parked.\n", await PrintedAsync(0, "list"), StringComparison.Ordinal);
    }

    // A record's type name once cleared the terminal on which parked messages were listed.
    [Fact]
    public async Task What_came_from_outside_drives_no_terminal()
    {
        const string Clear = "\u001b[2J\u009b1m\u202e";
        await StoreAsync(("unreadable/1", new ParkedMessage(Role.Stock, Clear, Clear, Clear, false, 1, null)));
        foreach (var words in (string[][])[["list"], ["list", "--json"], ["show", "unreadable/1"]])
        {
            var printed = await PrintedAsync(0, words);
            Assert.DoesNotContain(printed.Replace("\n", "", StringComparison.Ordinal), char.IsControl);
            Assert.Contains(@"\u001b[2J", printed, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("parked replay", "1", "replay", "unreadable/1", "--reason", "mended")]
    [InlineData("parked drop", "2", "drop", "--type", "take-stock.v1", "--reason", "forged")]
    [InlineData("parked drop", "0", "drop", "unreadable/9")]
    public async Task Each_action_leaves_an_audit_line(string action, string changed, params string[] words)
    {
        await FillAsync();
        var root = new RootCommand { ParkedCommand.CreateCommand() };
        var (_, _, errors) = await Captured.RunWithErrorsAsync(
            () => CommandLineRun.InvokeAsync(root, ["parked", .. words, "--data", _directory]));
        var line = Assert.Single(
            errors.Split('\n'), line => line.Contains("Cartwright.Audit", StringComparison.Ordinal));
        using var record = JsonDocument.Parse(line);
        var state = record.RootElement.GetProperty("State");
        Assert.Equal(action, state.GetProperty("Action").GetString());
        Assert.Equal(changed, state.GetProperty("Changed").ToString());
        Assert.Equal(Environment.UserName, state.GetProperty("Operator").GetString());
        var reason = state.TryGetProperty("Reason", out var given) ? given.GetString() : null;
        Assert.Equal(words is [.., "--reason", var expected] ? expected : null, reason);
    }

    // Written by a program of another version, or by an operator.
    [Fact]
    public async Task A_row_that_cannot_be_read_hides_no_other_and_is_named()
    {
        const string Unread = "take-stock.v1/8";
        await FillAsync();
        ShopFile.Change(_directory, $"UPDATE parked SET role = 'No name' WHERE parked_id = '{Unread}'");

        foreach (var words in (string[][])[["list"], ["list", "--json"], ["show", Unread], ["replay", "--all"]])
        {
            var ended = await ShopProgram.RunAsync(["parked", .. words, "--data", _directory]);
            Assert.Equal(1, ended.ExitCode);
            var before = words.Contains("--json") ? """{"code":"unreadable-row","detail":""" + '"' : "";
            Assert.StartsWith($"{before}Row parked:{Unread} cannot be read: ", ended.Error, StringComparison.Ordinal);
        }

        var listed = await PrintedAsync(1, "list");
        Assert.EndsWith("3 parked.\n", listed, StringComparison.Ordinal);
        Assert.Equal(3, listed.Split("to be tried again").Length - 1);
        await PrintedAsync(0, "drop", Unread);
        Assert.EndsWith("3 parked.\n", await PrintedAsync(0, "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_no_clock_shows_is_printed_as_it_stands()
    {
        await FillAsync();
        ShopFile.Change(_directory, "UPDATE parked SET at = 9223372036854775807 WHERE parked_id = 'unreadable/1'");
        Assert.Contains("parked 9223372036854775807 ms", await PrintedAsync(0, "list"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task FillAsync() => StoreAsync(
        ("take-stock.v1/7", Parked("Attempt 7 is gone.")),
        ("take-stock.v1/8", Parked("Attempt 8 is gone.")),
        ("unreadable/1", Parked("Not JSON")),
        ("return-stock.v1/7", Parked("A bug.")));

    private static ParkedMessage Parked(string error) => new(Role.Stock, "inbox", error, "{}", false, 1, null);

    private async Task<string> PrintedAsync(int status, params string[] words)
    {
        var root = new RootCommand { ParkedCommand.CreateCommand() };
        var (code, output) = await Captured.RunAsync(
            () => CommandLineRun.InvokeAsync(root, ["parked", .. words, "--data", _directory]));
        Assert.Equal(status, code);
        return output;
    }

    private Task StoreAsync(params (string Id, ParkedMessage Message)[] rows) => ShopFile.StoreAsync(
        _directory, [.. rows.Select(row => (ParkedMessage.KeyOf(row.Id), (object)row.Message))]);
}
