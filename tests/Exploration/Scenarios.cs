using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Exploration;

/// <summary>
/// The small worlds. In each, every client command can come at any moment; the prices are such that one number in
/// a trace says what it is about: an order costs 10.
/// </summary>
internal static class Scenarios
{
    private const long Price = 10;

    /// <summary>Worlds that are searched to the last state.</summary>
    public static ImmutableArray<Scenario> Small { get; } =
    [
        new("two checkouts and one unit")
        {
            Orders = 2,
            Items = 1,
            Users = 2,
            Attempts = 2,
            Prepared = [.. Item(0, stock: 1), .. User(0, 10), .. User(1, 10), .. Order(0, 0, 0), .. Order(1, 1, 0)],
            Clients = [CheckOut(0), CheckOut(1)],
        },
        new("one user with credit for one of two")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, stock: 2), .. User(0, 10), .. Order(0, 0, 0), .. Order(1, 0, 0)],
            Clients = [CheckOut(0), CheckOut(1)],
        },
        new("one unit, one user, checked out again")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, stock: 0), .. User(0, 10), .. Order(0, 0, 0)],
            Clients = [CheckOut(0, times: 2), Give(new AddStock(new ItemId(0), 1))],
        },
    ];

    public static IEnumerable<Message> Item(long item, long stock, long price = Price) =>
        stock > 0
            ? [new CreateItem(new ItemId(item), price), new AddStock(new ItemId(item), stock)]
            : [new CreateItem(new ItemId(item), price)];

    public static IEnumerable<Message> User(long user, long credit) =>
        credit > 0
            ? [new CreateUser(new UserId(user)), new AddFunds(new UserId(user), credit)]
            : [new CreateUser(new UserId(user))];

    /// <summary>An order of one unit of each of the items.</summary>
    public static IEnumerable<Message> Order(long order, long user, params long[] items) =>
    [
        new CreateOrder(new OrderId(order), new UserId(user)),
        .. items.Select(item => new AddLine(new OrderId(order), new ItemId(item), 1, Price / items.Length)),
    ];

    public static ClientCommand CheckOut(long order, int times = 1) =>
        new(times, attempt => new CheckOutOrder(new OrderId(order), attempt, Search.Pinned.Ahead, ReplyTo: 0));

    public static ClientCommand Cancel(long order) => Give(new CancelOrder(new OrderId(order), ReplyTo: 0));

    public static ClientCommand Give(Message command, int times = 1) => new(times, _ => command);
}
