using System.Net;
using System.Net.Sockets;
using Cartwright.Lab.Check;
using Cartwright.Lab.Http;

namespace Cartwright.Cli.Tests.Check;

/// <summary>`check` against a shop that does not answer.</summary>
public sealed class UnreachableShopTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task It_gives_up_where_nothing_listens() => Assert.Equal(1, await RunAsync(TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task A_stop_ends_it_while_it_tries_again()
    {
        var running = RunAsync(TimeSpan.FromMinutes(10));
        await _stop.CancelAsync();
        Assert.Equal(130, await running);
    }

    [Fact]
    public async Task A_stop_ends_it_while_it_waits_for_an_answer()
    {
        _listener.Start();
        var running = RunAsync(TimeSpan.FromMinutes(10));
        using var client = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await _stop.CancelAsync();
        Assert.Equal(130, await running);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _stop.Dispose();
    }

    // A port that was free a moment ago, and on which the test does not listen.
    private async Task<int> RunAsync(TimeSpan patience)
    {
        var isListening = _listener.Server.IsBound;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        if (!isListening)
        {
            _listener.Stop();
        }

        var options = new CheckOptions
        {
            Address = new ServerAddress("127.0.0.1", port),
            Rounds = 1,
            Users = 1,
            Stock = 1,
            Orders = 1,
            FinalReply = true,
            Seed = 1,
            ContactPatience = patience,
        };
        return await new CheckRun(options).RunRoundsAsync(_stop.Token).WaitAsync(Bound);
    }
}
