using Cartwright.Admin.Nodes;

namespace Cartwright.AdminConsole.Figures;

/// <summary>Makes a sample of two readings of all nodes.</summary>
internal static class ShopSamples
{
    private const string Paid = "paid";

    /// <param name="before">The reading before; empty where there is none, or where it is too old for a rate.</param>
    /// <param name="nodes">The reading.</param>
    /// <param name="at">The time of the reading, in milliseconds since the console was started.</param>
    public static ShopSample SampleOf(IReadOnlyList<NodeReport> before, IReadOnlyList<NodeReport> nodes, long at)
    {
        var rates = RatesOf(before, nodes);
        var services = nodes.SelectMany(node => node.Services).ToList();
        return new ShopSample
        {
            At = at,
            Missing = MissingParts.Of(nodes),
            Outcomes = rates.Outcomes,
            Paid = rates.IsKnown ? rates.Outcomes.GetValueOrDefault(Paid) : null,
            Failed = rates.IsKnown ? rates.Outcomes.Where(outcome => outcome.Key != Paid).Sum(o => o.Value) : null,
            Shed = rates.IsKnown ? rates.Shed : null,
            MedianMs = rates.DurationAt(0.5),
            TailMs = rates.DurationAt(0.99),
            InFlight = SumOf(nodes.Select(node => (double?)node.Checkouts?.InFlight)),
            OldestMs = services.Any(service => service.Unfinished is not null)
                ? services.Max(service => service.OldestUnfinishedMs ?? 0)
                : null,
            Parked = ParkedOf(services),
            OutboxMs = services.Count > 0 ? services.Max(service => service.OldestUnconfirmedMs) : null,
            Lag = SumOf(services.SelectMany(service => service.Partitions).Select(part => (double?)part.Lag)),
        };
    }

    private static CheckoutRates RatesOf(IReadOnlyList<NodeReport> before, IReadOnlyList<NodeReport> nodes)
    {
        var rates = new CheckoutRates();
        foreach (var node in nodes)
        {
            if (node.Checkouts is { } now
                && before.FirstOrDefault(other => other.Name == node.Name)?.Checkouts is { } earlier)
            {
                rates.AddNode(earlier, now);
            }
        }

        return rates;
    }

    // Nodes of one service share a database, and each of them counts all of its parked messages.
    private static double? ParkedOf(IEnumerable<ServiceReport> services) => SumOf(services
        .GroupBy(service => service.Service)
        .Select(nodes => (double?)nodes.Max(service => service.Parked)));

    private static double? SumOf(IEnumerable<double?> values) => values
        .Where(value => value is not null)
        .Aggregate((double?)null, (sum, value) => (sum ?? 0) + value);
}
