using System.Diagnostics;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>
/// A connection that is never made, as to a lost machine: no byte of the request was sent, so any request is retried at
/// another node.
/// </summary>
[Trait("Kind", "Long")]
public sealed class UnansweredTests
{
    private const string Post = "POST /payment/add_funds/1/5 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static readonly TimeSpan RefusalMax = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task What_was_never_sent_is_sent_to_another_node()
    {
        using var gone = await FullBacklog.OpenAsync();
        using var node = ScriptedNode.Willing();
        await using var gateway = await LocalGateway.StartAsync([gone.Address, node.Address]);
        using var tries = new TriedNodes();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => RawConnection.ExchangeAsync(gateway.Url, Post)));

        Assert.All(replies, reply => Assert.Equal((200, "done"), (reply.Status, reply.Body)));
        Assert.Equal(replies.Length, node.Requests);
        Assert.Contains(tries.All, tried => tried.StartsWith(gone.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_node_answers_the_connection_nothing_was_changed()
    {
        using var gone = await FullBacklog.OpenAsync();
        await using var gateway = await LocalGateway.StartAsync([gone.Address]);
        var watch = Stopwatch.StartNew();

        var reply = await RawConnection.ExchangeAsync(gateway.Url, Post);

        Assert.Equal("1", reply.MustBeProblem(503, "service-unavailable").Header("Retry-After"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, RefusalMax);
    }
}
