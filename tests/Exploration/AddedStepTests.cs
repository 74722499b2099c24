using Cartwright.AddedStep;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Exploration.Rules;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// Follows the recipe "a saga step" of docs/HACKING.md: the shop with a step after the capture ends every checkout as
/// the shop does, and ships every paid order.
/// </summary>
public sealed class AddedStepTests
{
    public static TheoryData<string> Names => [.. Scenarios.Small.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shop_with_one_more_step_is_right_and_ends_well(string name)
    {
        var finding = Explorer.Explore(Shipping(name), ShippingShop.Services);
        Assert.True(finding.Violation is null, finding.Trace);
        if (finding.Met.Contains($"{nameof(OrderStatus)}.{nameof(OrderStatus.Paid)}"))
        {
            Assert.Superset(
                new HashSet<string> { nameof(Ship), nameof(Shipped) }, finding.Met.ToHashSet());
        }

        if (finding.Met.Contains($"{nameof(OrderStatus)}.{nameof(OrderStatus.Cancelled)}"))
        {
            Assert.Superset(
                new HashSet<string> { nameof(Recall), nameof(Recalled) }, finding.Met.ToHashSet());
        }
    }

    // Without this, the two conditions above could pass because no search gets that far.
    [Theory]
    [InlineData("two checkouts and one unit", nameof(OrderStatus.Paid))]
    [InlineData("a paid order is cancelled and its unit sold again", nameof(OrderStatus.Cancelled))]
    public void The_search_reaches_the_end_of_both_sagas(string name, string status) =>
        Assert.Contains(
            $"{nameof(OrderStatus)}.{status}", Explorer.Explore(Shipping(name), ShippingShop.Services).Met);

    // The row is there, and a paid order is not shipped: the search must find that.
    [Fact]
    public void A_step_whose_command_is_lost_for_good_is_found()
    {
        var scenario = Shipping("two checkouts and one unit");
        IReadOnlyList<IService> services =
            [.. ShippingShop.Services.Where(service => service.Role != Role.Order), ShopServices.Order];
        var finding = Explorer.Explore(scenario, services);
        Assert.Equal(Invariant.EndsQuiet, finding.Violation?.Invariant);
    }

    private static Scenario Shipping(string name) => Scenarios.Named(name) with
    {
        StatesMax = Effort.AddedStepStatesMax,
        Sagas = ShippingShop.Sagas,
        TablesByAttempt = [Shipment.Table],
        AtRest = (state, attempt) =>
        {
            var shipment = (Shipment?)state.RowOf(Shipment.Key(new AttemptId(attempt)));
            return state.OrderOf(attempt) is { } order && order.Attempt?.Value == attempt
                ? order.Status switch
                {
                    OrderStatus.Paid when shipment is not { IsRecalled: false } => Wrong("is paid and not shipped"),
                    OrderStatus.Cancelled when shipment is not { IsRecalled: true } =>
                        Wrong("is cancelled and not recalled"),
                    OrderStatus.Failed when shipment is not null => Wrong("has failed and has a parcel"),
                    _ => null,
                }
                : null;

            Violation Wrong(string what) => new(Invariant.EndsQuiet, $"At rest, attempt {attempt} {what}.");
        },
    };
}
