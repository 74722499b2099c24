using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Admin;

/// <summary>Pages of orders that no index finds.</summary>
public sealed class SagaListingTests : IDisposable
{
    private const int Count = (2 * SagaListing.ReadMax) + 10;
    private const long Last = Count - 1;

    private readonly Orders _orders = new();

    [Fact]
    public void A_page_reads_a_bounded_number_of_orders_and_the_next_one_goes_on()
    {
        List<long> found = [];
        var pages = 0;
        string? cursor = null;
        do
        {
            var before = _orders.ReadCount;
            var page = PageOf(new SagaQuery { Status = OrderStatus.Failed, Cursor = cursor });
            Assert.InRange(_orders.ReadCount - before, 0, SagaListing.ReadMax + 1);
            found.AddRange(page.Sagas.Select(saga => long.Parse(saga.OrderId)));
            cursor = page.Cursor;
            pages++;
        }
        while (cursor is not null && pages < Count);

        Assert.Equal([7, Last], found);
        Assert.Equal(3, pages);
    }

    [Fact]
    public void A_page_of_the_limit_ends_after_its_last_order()
    {
        var first = PageOf(new SagaQuery { Status = OrderStatus.Paid, Limit = 8 });
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "8"], first.Sagas.Select(saga => saga.OrderId));
        var second = PageOf(new SagaQuery { Status = OrderStatus.Paid, Limit = 1, Cursor = first.Cursor });
        Assert.Equal("9", Assert.Single(second.Sagas).OrderId);
    }

    // A cursor belongs to the list that gave it.
    [Theory]
    [InlineData(null, "7")]
    [InlineData(OrderStatus.Processing, "7")]
    [InlineData(OrderStatus.Failed, "1.7")]
    [InlineData(OrderStatus.Failed, "-1")]
    [InlineData(OrderStatus.Failed, "x")]
    public void A_cursor_of_another_list_is_none(OrderStatus? status, string cursor) =>
        Assert.Throws<QueryFault>(() => SagaPlace.ParsePlace(cursor, status));

    public void Dispose() => _orders.Dispose();

    private SagaPage PageOf(SagaQuery query)
    {
        using var reader = new SagaReader(
            new Dictionary<Role, Func<IDatabaseView>> { [Role.Order] = () => _orders });
        return SagaListing.PageOf(
            reader,
            query,
            SagaPlace.ParsePlace(query.Cursor, query.Status),
            TestContext.Current.CancellationToken);
    }

    // The seventh and the last order have failed; all others are paid.
    private sealed class Orders : IDatabaseView
    {
        private static readonly Order Paid = new() { User = new UserId(1), Status = OrderStatus.Paid };

        public int ReadCount { get; private set; }

        public IEnumerable<(Key Key, T? State)> ReadAll<T>(
            Table<T> table, Action<Key, Exception> unreadable, Key? after)
            where T : class
        {
            for (var id = after is { } key ? key.Id + 1 : 0; id < Count; id++)
            {
                ReadCount++;
                var order = id is 7 or Last ? Paid with { Status = OrderStatus.Failed } : Paid;
                yield return (Order.KeyOf(new OrderId(id)), order as T);
            }
        }

        public IEnumerable<(Key Key, T? State)> ReadUnfinished<T>(Table<T> table, Action<Key, Exception> unreadable)
            where T : class => [];

        public IReadOnlyDictionary<Key, object> FindRows(
            IReadOnlyCollection<Key> keys, Action<Key, Exception> unreadable) => new Dictionary<Key, object>();

        public DatabaseFacts ReadFacts() => new(Now: 1_000, NextId: Count, OldestEnvelope: null, Shop: null);

        public void Dispose()
        {
        }
    }
}
