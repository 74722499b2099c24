using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;
using CsCheck;

namespace Cartwright.Domain.Tests.Storage;

/// <summary>Keys have one order, in which every batch takes its locks; tables do not collide.</summary>
public sealed class KeyTests
{
    private static readonly IReadOnlyList<IService> Services = ShopServices.All;
    private static readonly Table[] Tables = [.. Services.SelectMany(service => service.Tables)];

    private static readonly Gen<Key> Keys = Gen.Select(
        Gen.Int[0, Tables.Length - 1],
        Gen.OneOf(Gen.Long, Gen.Long[0, 3]),
        Gen.OneOf<string?>(null, null, "a", "b"),
        (table, id, text) => text is null ? new Key(Tables[table], id) : new Key(Tables[table], text));

    [Fact]
    public void Every_table_has_its_own_name_and_place()
    {
        Assert.Equal(Tables.Length, Tables.Select(table => table.Name).Distinct().Count());
        Assert.Equal(Tables.Length, Tables.Select(table => table.Ordinal).Distinct().Count());
    }

    [Fact]
    public void Orders_and_accounts_fall_due_and_nothing_else() =>
        Assert.Equal(["orders", "accounts"], Tables.Where(table => table.HasDue).Select(table => table.Name));

    [Fact]
    public void A_key_shows_its_table_and_its_number_or_text()
    {
        Assert.Equal("orders:7", Order.KeyOf(new OrderId(7)).ToString());
        Assert.Equal("orders:a", new Key(Order.Table, "a").ToString());
    }

    [Fact]
    public void Keys_are_in_the_order_of_table_then_number() =>
        Assert.Equal(
            ["orders:9", "items:1", "items:2", "reservations:1", "accounts:1", "payments:0"],
            new[]
            {
                Payment.Table.KeyOf(0), Item.Table.KeyOf(2), Account.Table.KeyOf(1), Item.Table.KeyOf(1),
                Reservation.Table.KeyOf(1), Order.Table.KeyOf(9),
            }.Order().Select(key => key.ToString()));

    [Fact]
    public void The_order_of_keys_agrees_with_their_equality() =>
        Gen.Select(Keys, Keys).Sample((left, right) =>
        {
            Assert.Equal(left == right, left.CompareTo(right) == 0);
            Assert.Equal(Math.Sign(left.CompareTo(right)), -Math.Sign(right.CompareTo(left)));
            Assert.Equal(left < right, right > left);
            Assert.Equal(left <= right, right >= left);
            Assert.True(left != right || left.GetHashCode() == right.GetHashCode());
            Assert.True(left.Equals((object)left));
        });
}
