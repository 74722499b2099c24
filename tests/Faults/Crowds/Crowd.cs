using Cartwright.Faults.Books;

namespace Cartwright.Faults.Crowds;

/// <summary>Shoppers that run concurrently. They end when the server ends.</summary>
internal static class Crowd
{
    private const int Shoppers = 16;

    /// <summary>Runs the shoppers until all of their connections have ended, or until they are cancelled.</summary>
    public static Task RunAsync(Ledger ledger, Uri url, Random random, CancellationToken stop)
    {
        var seeds = Enumerable.Range(0, Shoppers).Select(_ => random.Next()).ToList();
        return Task.WhenAll(seeds.Select(
            seed => Task.Run(() => new Shopper(ledger, new Random(seed)).RunAsync(url, stop), CancellationToken.None)));
    }
}
