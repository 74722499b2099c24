using System.Diagnostics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// Searches small worlds to the last state: everything that can happen in them, with every message lost, repeated, late
/// and out of order. <c>TESTS_QUICK=1</c> searches the nearest states only.
/// </summary>
public sealed class SmallScopeTests(Tally tally)
{
    // These messages read and change nothing, and no attempt depends on them.
    private static readonly string[] Questions = [nameof(AskPrice), nameof(QuotePrice), nameof(PriceQuoted)];

    // These need states that no run of the protocol reaches; RepairTests of the domain and of the engine cover them.
    private static readonly string[] Repairs = [nameof(ReturnTaken)];

    public static TheoryData<string> Names => [.. Scenarios.Small.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_reachable_state_is_right_and_ends_well(string name)
    {
        var scenario = Scenarios.Named(name) with { StatesMax = Effort.SmallStatesMax };
        var watch = Stopwatch.StartNew();
        var finding = Explorer.Explore(scenario, ShopServices.All);
        tally.Explored(scenario, finding, watch.Elapsed);
        Assert.True(finding.Violation is null, finding.Trace);
        Assert.True(finding.IsWhole || Effort.IsQuick);
    }

    // A search that never reaches a status, or never delivers a message, proves nothing about it.
    [Fact]
    [Trait("Kind", "Long")]
    public void Together_they_meet_every_message_and_every_status()
    {
        Assert.SkipWhen(Effort.IsQuick, "TESTS_QUICK: the nearest states alone do not meet everything.");
        var met = Scenarios.Small
            .SelectMany(scenario => Explorer.Explore(scenario, ShopServices.All).Met)
            .ToHashSet();
        var messages = typeof(OrderMessage).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Message)) && !type.IsAbstract)
            .Select(type => type.Name)
            .Except(Questions)
            .Except(Repairs);
        string[] statuses =
        [
            .. Enum.GetNames<OrderStatus>().Select(name => $"{nameof(OrderStatus)}.{name}"),
            .. Enum.GetNames<ReservationStatus>().Select(name => $"{nameof(ReservationStatus)}.{name}"),
            .. Enum.GetNames<PaymentStatus>().Select(name => $"{nameof(PaymentStatus)}.{name}"),
        ];
        Assert.Equal([], messages.Concat(statuses).Except(met));
    }
}
