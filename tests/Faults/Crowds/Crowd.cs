using Cartwright.Faults.Books;

namespace Cartwright.Faults.Crowds;

/// <summary>Shoppers at work side by side. They end when the server does.</summary>
internal static class Crowd
{
    private const int Shoppers = 16;

    /// <summary>Lets them shop, until all of their connections have ended or they are told to stop.</summary>
    public static Task RunAsync(Ledger ledger, Uri url, Random random, CancellationToken stop)
    {
        var seeds = Enumerable.Range(0, Shoppers).Select(_ => random.Next()).ToList();
        return Task.WhenAll(seeds.Select(
            seed => Task.Run(() => new Shopper(ledger, new Random(seed)).RunAsync(url, stop), CancellationToken.None)));
    }
}
