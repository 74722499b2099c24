using Cartwright.Admin.Nodes;
using Cartwright.AdminConsole.Charts;
using Cartwright.AdminConsole.Figures;

namespace Cartwright.Browser.Units;

/// <summary>Figures of the overview while a service, a node or a database does not answer.</summary>
public sealed class PartialFiguresTests
{
    private static readonly ServiceReport Whole = new()
    {
        Service = "order",
        Database = "",
        Waiting = 0,
        Unconfirmed = 1,
        OldestUnconfirmedMs = 20_000,
        Parked = 2,
        Unfinished = 1,
        OldestUnfinishedMs = 180_000,
        Partitions = [new PartitionReport(0, 4)],
    };

    [Fact]
    public void All_services_that_answer_make_a_whole_sum()
    {
        Assert.Equal((5.0, 7.0), (Sample([]).Parked, Sample([]).Lag));
        Assert.All(ChartsOf([]), chart => Assert.DoesNotContain("without", chart.Summary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Oldest unfinished", "now 3 min")]
    [InlineData("Parked messages", "now 5")]
    [InlineData("Age of the outbox", "now 20 s")]
    [InlineData("Lag of the inboxes", "now 7")]
    public void A_figure_of_the_services_that_answer_names_the_silent_one(string title, string now)
    {
        var chart = ChartsOf(["stock"]).Single(chart => chart.Title == title);
        Assert.Contains(now, chart.Summary, StringComparison.Ordinal);
        Assert.Contains("without stock", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(title != "Lag of the inboxes", chart.IsNoted);
    }

    // One node of the service that answers for the shared database is enough, and none is too few.
    [Fact]
    public void A_database_that_does_not_answer_is_missing_in_its_figures()
    {
        var silent = Whole with { Service = "payment", Parked = null, Unfinished = null, OldestUnfinishedMs = null };
        var (order, away) = (NodeOf("order-1", Whole), NodeOf("payment-1", silent));
        AssertMissing("payment", ["Oldest unfinished", "Parked messages"], order, away);
        AssertMissing("payment", [], order, away, NodeOf("payment-2", Whole with { Service = "payment" }));
    }

    [Fact]
    public void A_partition_of_an_unknown_lag_is_missing_in_the_sum() => AssertMissing(
        "order",
        ["Lag of the inboxes"],
        NodeOf("order-1", Whole with { Partitions = [new PartitionReport(0, 4), new PartitionReport(1, null)] }));

    [Fact]
    public void A_node_of_the_order_service_that_does_not_answer_is_missing_in_the_checkouts() => AssertMissing(
        "order-2",
        ["In flight"],
        NodeOf("order-1", Whole) with { Checkouts = Figures },
        new NodeReport { Name = "order-2", IsReady = false, Roles = ["order"], Trouble = "does not answer" },
        new NodeReport { Name = "stock-2", IsReady = false, Roles = ["stock"], Trouble = "does not answer" });

    private static CheckoutFigures Figures => new()
    {
        At = 0, Outcomes = new Dictionary<string, long>(), Shed = 0, InFlight = 3, BoundsMs = [], Counts = [],
    };

    private static void AssertMissing(string missing, string[] titles, params NodeReport[] nodes) => Assert.Equal(
        titles,
        ShopCharts.ChartsOf([ShopSamples.SampleOf([], nodes, at: 0)], now: 0)
            .Where(chart => chart.Summary.Contains($"without {missing}", StringComparison.Ordinal))
            .Select(chart => chart.Title));

    private static IReadOnlyList<Chart> ChartsOf(string[] silent) => ShopCharts.ChartsOf([Sample(silent)], now: 0);

    private static ShopSample Sample(string[] silent) => ShopSamples.SampleOf(
        [],
        [
            new NodeReport { Name = "gateway", IsReady = true, Silent = silent },
            NodeOf("order-1", Whole),
            NodeOf("payment-1", Whole with
            {
                Service = "payment", Parked = 3, Partitions = [new PartitionReport(0, 3)],
            }),
        ],
        at: 0);

    private static NodeReport NodeOf(string name, ServiceReport service) => new()
    {
        Name = name, Kind = "service", IsReady = true, Roles = [service.Service], Services = [service],
    };
}
