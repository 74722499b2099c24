using Cartwright.Lab.Http;

namespace Cartwright.Lab.Shop;

/// <summary>Many small calls, a bounded number of them at a time.</summary>
internal static class Bulk
{
    public const int ConnectionsDefault = 32;

    /// <summary>
    /// Calls <paramref name="call"/> once for each number below <paramref name="count"/>. The first fault stops the
    /// rest and is thrown.
    /// </summary>
    public static async Task ForEachAsync(
        ServerAddress address, int count, int connections, Func<ShopClient, int, Task> call,
        CancellationToken cancellation, TimeSpan patience = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = -1;
        var workers = new Task[Math.Min(connections, Math.Max(count, 1))];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = WorkAsync();
        }

        await Task.WhenAll(workers);

        async Task WorkAsync()
        {
            using var shop = new ShopClient(address, patience, cancellation);
            try
            {
                for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    await call(shop, i);
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }
}
