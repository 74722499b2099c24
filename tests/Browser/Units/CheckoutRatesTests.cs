using Cartwright.Admin.Nodes;
using Cartwright.AdminConsole.Figures;

namespace Cartwright.Browser.Units;

/// <summary>Rates and durations of two readings.</summary>
public sealed class CheckoutRatesTests
{
    [Fact]
    public void Rates_of_nodes_are_added()
    {
        var rates = new CheckoutRates();
        rates.AddNode(Figures(at: 0, paid: 100, counts: [0, 0, 0]), Figures(at: 2_000, paid: 140, counts: [0, 0, 0]));
        rates.AddNode(Figures(at: 0, paid: 7, counts: [0, 0, 0]), Figures(at: 1_000, paid: 12, counts: [0, 0, 0]));
        Assert.Equal(25, rates.Outcomes["paid"]);
    }

    // The counters begin at zero again; a rate is never negative.
    [Fact]
    public void A_node_that_was_started_again_counts_from_zero()
    {
        var rates = new CheckoutRates();
        rates.AddNode(
            Figures(at: 0, paid: 1_000, counts: [1_000, 0, 0]), Figures(at: 1_000, paid: 3, counts: [3, 0, 0]));
        Assert.Equal(3, rates.Outcomes["paid"]);
        Assert.Equal(5, rates.DurationAt(0.5));
    }

    [Theory]
    [InlineData(0.5, new long[] { 100, 0, 0 }, 5)]
    [InlineData(0.5, new long[] { 0, 100, 0 }, 15)]
    [InlineData(0.75, new long[] { 50, 50, 0 }, 15)]
    [InlineData(0.99, new long[] { 0, 0, 10 }, 20)]
    public void A_duration_lies_within_its_bucket(double share, long[] counts, double duration)
    {
        var rates = new CheckoutRates();
        rates.AddNode(Figures(at: 0, paid: 0, counts: [0, 0, 0]), Figures(at: 1_000, paid: 100, counts));
        Assert.Equal(duration, rates.DurationAt(share));
    }

    [Fact]
    public void Without_a_checkout_there_is_no_duration()
    {
        var rates = new CheckoutRates();
        Assert.False(rates.IsKnown);
        var idle = Figures(at: 0, paid: 5, counts: [5, 0, 0]);
        rates.AddNode(idle, idle with { At = 1_000 });
        Assert.True(rates.IsKnown);
        Assert.Null(rates.DurationAt(0.5));
    }

    [Fact]
    public void Parked_messages_of_a_shared_database_are_counted_once()
    {
        var service = new ServiceReport
        {
            Service = "stock", Database = "", Waiting = 0, Unconfirmed = 2, OldestUnconfirmedMs = 40, Parked = 3,
        };
        var nodes = new List<NodeReport>
        {
            new() { Name = "stock-1", IsReady = true, Services = [service] },
            new() { Name = "stock-2", IsReady = true, Services = [service with { OldestUnconfirmedMs = 70 }] },
            new() { Name = "order-1", IsReady = true, Services = [service with { Service = "order", Parked = 1 }] },
            new()
            {
                Name = "payment-1",
                IsReady = false,
                Services = [service with { Service = "payment", Parked = null }],
            },
        };
        var sample = ShopSamples.SampleOf([], nodes, at: 0);
        Assert.Equal((4.0, 70.0), (sample.Parked, sample.OutboxMs));
        Assert.Null(sample.Lag);
    }

    private static CheckoutFigures Figures(long at, long paid, IReadOnlyList<long> counts) => new()
    {
        At = at,
        Outcomes = new Dictionary<string, long> { ["paid"] = paid },
        Shed = 0,
        InFlight = 0,
        BoundsMs = [10, 20],
        Counts = counts,
    };
}
