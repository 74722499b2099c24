using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Exploration.Rules;
using Cartwright.Exploration.Search;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Exploration;

/// <summary>
/// The rule that views are true finds a view that misses the rows of one table. Every other test shows that the right
/// view passes.
/// </summary>
public sealed class ViewTests
{
    private static readonly Table[] Tables = [Account.Table, Payment.Table, Reservation.Table];

    public static TheoryData<string> Names => [.. Tables.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_that_misses_a_table_is_found(string name)
    {
        var scenario = Scenarios.Named("a paid order is cancelled and its unit sold again") with
        {
            ViewRows = rows => new Without(rows, Tables.Single(table => table.Name == name)),
        };
        var finding = Explorer.Explore(scenario, ShopServices.All);
        Assert.Equal(Invariant.ViewIsTrue, finding.Violation?.Invariant);
    }

    private sealed class Without(IRows rows, Table hidden) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => key.Table == hidden ? null : rows.Find<T>(key);
    }
}
