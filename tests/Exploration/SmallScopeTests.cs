using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Search;

namespace Cartwright.Exploration;

public sealed class SmallScopeTests
{
    public static TheoryData<string> Names => [.. Scenarios.Small.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_reachable_state_is_right_and_ends_well(string name)
    {
        var scenario = Scenarios.Small.Single(scenario => scenario.Name == name);
        IReadOnlyList<IService> services = [new OrderService(), new StockService(), new PaymentService()];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var finding = Explorer.Explore(scenario, services);
        Console.WriteLine($"{name}: {finding.States} states, whole {finding.IsWhole}, {watch.ElapsedMilliseconds} ms");
        Assert.True(finding.Violation is null, finding.Trace);
    }
}
