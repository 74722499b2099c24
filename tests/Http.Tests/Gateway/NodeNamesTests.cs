using System.Net;
using System.Net.Sockets;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>Nodes given by a name: all its addresses, resolved again while the gateway runs.</summary>
public sealed class NodeNamesTests : IDisposable
{
    private const string Post = "POST /payment/add_funds/1/5 HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private readonly LogLines _lines = new();
    private volatile IPAddress[] _addresses = [];

    public void Dispose() => _lines.Dispose();

    // On this machine each 127.x.y.z is an address; the port is the same for all.
    [Fact]
    public async Task A_node_that_comes_gets_requests_and_one_that_goes_gets_none()
    {
        using var first = ScriptedNode.Willing();
        var port = new Uri(first.Address).Port;
        using var second = ScriptedNode.At("127.0.0.2", port);
        _addresses = [IPAddress.Parse("127.0.0.1")];
        await using var gateway = await StartAsync($"dns://nodes.example:{port}");
        await AskAsync(gateway);
        Assert.Equal((1, 0), (first.Requests, second.Requests));

        _addresses = [IPAddress.Parse("127.0.0.1"), IPAddress.Parse("127.0.0.2")];
        await Eventually.IsAsync("the second node serves", async () =>
        {
            await AskAsync(gateway);
            return second.Requests > 0;
        });

        _addresses = [IPAddress.Parse("127.0.0.2")];
        await Eventually.IsAsync("the first node serves no more", async () =>
        {
            var before = first.Requests;
            for (var turn = 0; turn < 20; turn++)
            {
                await AskAsync(gateway);
            }

            return first.Requests == before;
        });
        Assert.Equal(
            [
                $"resolves to the nodes http://127.0.0.1:{port}.",
                $"resolves to other nodes than before: http://127.0.0.1:{port}, http://127.0.0.2:{port}.",
                $"resolves to other nodes than before: http://127.0.0.2:{port}.",
            ],
            _lines.All.Select(line => line.Replace($"The name dns://nodes.example:{port} ", "")));
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_keeps_its_nodes_and_is_told_once()
    {
        using var node = ScriptedNode.Willing();
        var port = new Uri(node.Address).Port;
        _addresses = [IPAddress.Loopback];
        await using var gateway = await StartAsync($"dns://nodes.example:{port}");
        await AskAsync(gateway);

        _addresses = [];
        await Eventually.IsAsync("the failure is told", () => Task.FromResult(_lines.All.Count == 2));
        var probes = node.Probes;
        await Eventually.IsAsync("seconds pass", () => Task.FromResult(node.Probes > probes + 2));
        await AskAsync(gateway);

        Assert.Equal(2, _lines.All.Count);
        Assert.Contains("cannot be resolved", _lines.All[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_there_yet_keeps_no_gateway_from_starting()
    {
        using var node = ScriptedNode.Willing();
        await using var gateway = await StartAsync($"dns://nodes.example:{new Uri(node.Address).Port}");
        (await RawConnection.ExchangeAsync(gateway.Url, Post)).MustBeProblem(503, "service-unavailable");

        _addresses = [IPAddress.Loopback];
        await Eventually.IsAsync(
            "the node serves", async () => (await RawConnection.ExchangeAsync(gateway.Url, Post)).Status == 200);
    }

    private Task<LocalGateway> StartAsync(string node) => LocalGateway.StartAsync(
        [node],
        options => options with { ResolveSeconds = 1, LookUpAsync = LookUpAsync },
        log: _lines);

    private Task<IPAddress[]> LookUpAsync(string name, CancellationToken cancellation)
    {
        Assert.Equal("nodes.example", name);
        return _addresses.Length > 0
            ? Task.FromResult(_addresses)
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }

    private static async Task AskAsync(LocalGateway gateway) =>
        Assert.Equal(200, (await RawConnection.ExchangeAsync(gateway.Url, Post)).Status);
}
