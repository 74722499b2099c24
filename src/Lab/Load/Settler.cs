using System.Threading.Channels;
using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Load;

/// <summary>
/// Asks for the outcome of orders that were answered "processing", beside the run and with few connections, until
/// it is known or half a minute is over.
/// </summary>
internal sealed class Settler : IDisposable
{
    private const int Connections = 8;
    private const int PauseMsMin = 20;
    private const int PauseMsMax = 500;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Channel<ShopClient> _clients = Channel.CreateBounded<ShopClient>(Connections);
    private readonly List<ShopClient> _all = [];
    private readonly Requests _requests;
    private readonly Scoreboard _score;
    private readonly List<Task> _settling = [];
    private readonly Lock _lock = new();

    public Settler(ServerAddress address, Requests requests, Scoreboard score)
    {
        _requests = requests;
        _score = score;
        for (var i = 0; i < Connections; i++)
        {
            var client = new ShopClient(address);
            _all.Add(client);
            _clients.Writer.TryWrite(client);
        }
    }

    public void QueueOrder(int order, long intendedTicks)
    {
        lock (_lock)
        {
            _settling.Add(SettleOrderAsync(order, intendedTicks));
        }
    }

    /// <summary>Waits for all that was given to it; nothing may be added meanwhile.</summary>
    public Task DrainAsync() => Task.WhenAll(_settling);

    public void Dispose() => _all.ForEach(client => client.Dispose());

    private async Task SettleOrderAsync(int order, long intendedTicks)
    {
        using var patience = new CancellationTokenSource(_patience);
        var pauseMs = PauseMsMin;
        while (!patience.IsCancellationRequested)
        {
            await Task.Delay(pauseMs, CancellationToken.None);
            pauseMs = Math.Min(pauseMs * 2, PauseMsMax);
            if (await FindOrderAsync(_requests.OrderOf(order)) is { IsSettled: true } view)
            {
                var outcome = view.Paid ? OrderOutcome.Committed : OrderOutcome.Rejected;
                _score.MarkDecided(order, outcome, intendedTicks);
                return;
            }
        }

        _score.MarkFailed(
            order, $"order {_requests.OrderOf(order)} was still processing after {_patience.TotalSeconds} s");
    }

    /// <summary>Null when the shop could not be asked; it is asked again, within the patience.</summary>
    private async Task<OrderView?> FindOrderAsync(string order)
    {
        var client = await _clients.Reader.ReadAsync();
        try
        {
            return await client.FindOrderAsync(order);
        }
        catch (Exception fault) when (fault is HttpFault or ShopFault)
        {
            return null;
        }
        finally
        {
            _clients.Writer.TryWrite(client);
        }
    }
}
