using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Micro;

/// <summary>Open orders of two lines each, with their items and users.</summary>
internal static class MemoryShop
{
    public const int Items = 10_000;
    public const int Users = 10_000;
    private const long Plenty = 1_000_000_000_000;
    private const long Price = 10;

    public static IReadOnlyList<IService> Services { get; } = ShopServices.All;

    public static IEnumerable<(Key Key, object State)> Shop()
    {
        for (var id = 0; id < Items; id++)
        {
            yield return (Item.Table.KeyOf(id), new Item { Price = Price, Stock = Plenty, Added = Plenty });
        }

        for (var id = 0; id < Users; id++)
        {
            yield return (Account.Table.KeyOf(id), new Account { Credit = Plenty, Funded = Plenty });
        }
    }

    public static IEnumerable<(Key Key, object State)> Orders(int count)
    {
        var random = new Random(1);
        for (var id = 0; id < count; id++)
        {
            yield return (Order.Table.KeyOf(id), new Order
            {
                User = new UserId(random.Next(Users)),
                Lines = [LineOf(random.Next(Items / 2)), LineOf((Items / 2) + random.Next(Items / 2))],
                Total = 2 * Price,
            });
        }
    }

    public static CheckOutOrder CheckOut(long order, long attempt) =>
        new(new OrderId(order), new AttemptId(attempt), Deadline: long.MaxValue, ReplyTo: 0);

    private static Line LineOf(int item) => new(new ItemId(item), 1, Price);
}
