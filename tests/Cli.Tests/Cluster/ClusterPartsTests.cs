using System.Collections.Concurrent;
using System.Text.Json;
using Cartwright.Admin;
using Cartwright.Admin.Parts;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>The shop's client of a cluster's supervisor, on the supervisor's own end of the socket.</summary>
public sealed class ClusterPartsTests : IAsyncDisposable
{
    private static readonly OperatorAction Why = new("a test", "the test");

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly ClusterLayout _layout;
    private readonly ClusterParts _parts;
    private Task _listening = Task.CompletedTask;

    public ClusterPartsTests()
    {
        _layout = new ClusterLayout(_directory);
        _parts = new ClusterParts(_layout.ControlSocket);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_part_is_read_as_its_supervisor_shows_it()
    {
        PartStatus[] parts =
        [
            new("stock-1", "stock", Pid: null, Port: 81, "log", Ready: false, Restarts: 2),
            new("kafka-1", "kafka", Pid: 7, Port: 82, "log", Ready: true, Restarts: 0, Supervised: false),
        ];
        Listen(_ => JsonSerializer.Serialize(parts, JsonSerializerOptions.Web));

        var read = await _parts.ReadPartsAsync(Stop);

        Assert.Equal(
            [
                new PartReport("stock-1", "stock", ProcessId: null, 81, IsReady: false, 2),
                new PartReport("kafka-1", "kafka", ProcessId: 7, 82, IsReady: true, 0),
            ],
            read);
        Assert.Equal(["status"], _lines);
    }

    [Theory]
    [InlineData("Kill", "kill stock-1")]
    [InlineData("Stop", "stop stock-1")]
    [InlineData("Start", "start stock-1")]
    public async Task An_action_is_a_line_of_the_supervisor(string action, string line)
    {
        Listen(_ => "ok");

        await _parts.ActAsync("stock-1", Enum.Parse<PartAction>(action), Why, Stop);

        Assert.Equal([line], _lines);
    }

    [Fact]
    public async Task The_supervisors_own_words_are_the_fault()
    {
        Listen(_ => throw new ClusterFault("There is no 'stock-9' in this cluster."));

        var fault = await Assert.ThrowsAsync<AdminFault>(() => _parts.ActAsync("stock-9", PartAction.Kill, Why, Stop));

        Assert.Equal("There is no 'stock-9' in this cluster.", fault.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stock-1 now")]
    [InlineData("stock-1\ndown")]
    public async Task A_name_that_would_change_the_line_is_not_sent(string name)
    {
        Listen(_ => "ok");

        await Assert.ThrowsAsync<AdminFault>(() => _parts.ActAsync(name, PartAction.Kill, Why, Stop));

        Assert.Empty(_lines);
    }

    [Fact]
    public async Task Without_a_supervisor_there_is_a_fault()
    {
        var fault = await Assert.ThrowsAsync<AdminFault>(() => _parts.ReadPartsAsync(Stop));
        Assert.StartsWith("The cluster's supervisor does not answer: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_a_fault()
    {
        Listen(_ => "<html>");
        await Assert.ThrowsAsync<AdminFault>(() => _parts.ReadPartsAsync(Stop));
        await Assert.ThrowsAsync<AdminFault>(() => _parts.ActAsync("stock-1", PartAction.Kill, Why, Stop));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _listening;
        _ending.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    // It is bound before the call returns; connections wait in its queue.
    private void Listen(Func<string, string> answer) => _listening = Control.ListenAsync(
        _layout,
        line =>
        {
            _lines.Enqueue(line);
            return Task.FromResult(answer(line));
        },
        _ending.Token);
}
