using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration;

/// <summary>
/// The small worlds, each searched to its last state. Every client command can come at any moment. An order of one unit
/// costs 10, so that a number in a trace identifies its object.
/// </summary>
internal static class Scenarios
{
    private const long Price = 10;

    private static readonly Message RefillItem = new AddStock(new ItemId(0), 1);
    private static readonly Message ResetUser = new InitUsers(First: 0, Count: 1, Credit: Price);

    public static ImmutableArray<Scenario> Small { get; } =
    [
        new("two checkouts and one unit")
        {
            Orders = 2,
            Items = 1,
            Users = 2,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 10), .. User(1, 10), .. Order(0, 0, 0), .. Order(1, 1, 0)],
            Clients = [CheckOut(0), CheckOut(1)],
        },
        new("one user with credit for one of two")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 2), .. User(0, 10), .. Order(0, 0, 0), .. Order(1, 0, 0)],
            Clients = [CheckOut(0), CheckOut(1)],
        },
        new("a large order between two small ones of one user")
        {
            Orders = 3,
            Items = 1,
            Users = 1,
            Attempts = 3,
            Prepared =
            [
                .. Item(0, 0), .. User(0, 10), .. Order(1, 0, 0),
                .. new long[] { 0, 2 }.SelectMany<long, Message>(order =>
                [
                    new CreateOrder(new OrderId(order), new UserId(0)),
                    new AddLine(new OrderId(order), new ItemId(0), 1, Price / 2),
                ]),
            ],
            Clients = [CheckOut(0), CheckOut(1), CheckOut(2)],
        },
        new("checked out again when stock has come")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 0), .. User(0, 10), .. Order(0, 0, 0)],
            Clients = [CheckOut(0, times: 2), Give(RefillItem)],
        },
        new("checked out again when credit has come")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 0), .. Order(0, 0, 0)],
            Clients = [CheckOut(0, times: 2), Give(new AddFunds(new UserId(0), 10)), Cancel(0)],
        },
        new("checked out a third time")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 3,
            Prepared = [.. Item(0, 0), .. User(0, 10), .. Order(0, 0, 0)],
            Clients = [CheckOut(0, times: 3), Give(RefillItem)],
        },
        new("the same checkout comes again")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 0), .. Order(0, 0, 0)],
            Clients =
            [
                CheckOut(0, times: 2), Repeat(order: 0, attempt: 1), Repeat(order: 0, attempt: 2),
                Give(new AddFunds(new UserId(0), 10)),
            ],
        },
        new("a failed order gets one line more")
        {
            Orders = 1,
            Items = 2,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. Item(1, 1), .. User(0, 20), .. Order(0, 0, 0)],
            Clients = [CheckOut(0, times: 2), Give(new AddLine(new OrderId(0), new ItemId(1), 1, Price))],
        },
        new("a failed order loses one line")
        {
            Orders = 1,
            Items = 2,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. Item(1, 0), .. User(0, 10), .. Order(0, 0, 0, 1)],
            Clients =
            [
                CheckOut(0, times: 2), Give(new RemoveLine(new OrderId(0), new ItemId(1)), times: 2), Cancel(0),
            ],
        },
        new("a paid order is cancelled and its unit sold again")
        {
            Orders = 2,
            Items = 1,
            Users = 2,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 10), .. User(1, 10), .. Order(0, 0, 0), .. Order(1, 1, 0)],
            Clients = [CheckOut(0), Cancel(0), CheckOut(1)],
        },
        new("a paid order is cancelled and its credit spent again")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 2), .. User(0, 10), .. Order(0, 0, 0), .. Order(1, 0, 0)],
            Clients = [CheckOut(0), Cancel(0), CheckOut(1), Cancel(1)],
        },
        new("pay beside a hold")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 15), .. Order(0, 0, 0), .. Order(1, 0, 0)],
            Clients = [CheckOut(0), CheckOut(1), Pay(5), Pay(10)],
        },
        new("orders are reset")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 2), .. User(0, 20), .. Order(0, 0, 0)],
            Clients =
            [
                CheckOut(0, times: 2), Cancel(0), Give(ResetOrders(orders: 1, items: 1, users: 1), times: 2),
                Give(new InspectOrders(First: 0, Count: 1)),
            ],
        },
        new("items are reset")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 20), .. Order(0, 0, 0), .. Order(1, 0, 0)],
            Clients = [CheckOut(0), Cancel(0), CheckOut(1), Give(new InitItems(First: 0, Count: 1, Stock: 1, 12))],
        },
        new("users are reset")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. User(0, 15), .. Order(0, 0, 0), .. Order(1, 0, 0)],
            Clients = [CheckOut(0), Cancel(0), CheckOut(1), Give(ResetUser)],
        },
        new("an unknown item that comes later")
        {
            Orders = 2,
            Items = 2,
            Users = 1,
            Attempts = 3,
            Prepared = [.. Item(0, 1), .. User(0, 15), .. Order(0, 0, 0, 1), .. Order(1, 0, 0)],
            Clients = [CheckOut(0, times: 2), CheckOut(1), Give(new InitItems(First: 0, Count: 2, Stock: 1, Price))],
        },
        new("an unknown user who comes later")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared = [.. Item(0, 1), .. Order(0, 0, 0)],
            Clients = [CheckOut(0, times: 2), Give(ResetUser), Cancel(0)],
        },
        new("two lines and another order for one of them")
        {
            Orders = 2,
            Items = 2,
            Users = 2,
            Attempts = 2,
            Prepared =
            [
                .. Item(0, 1), .. Item(1, 1), .. User(0, 10), .. User(1, 10), .. Order(0, 0, 0, 1), .. Order(1, 1, 1),
            ],
            Clients = [CheckOut(0), CheckOut(1), Cancel(0)],
        },
        new("one item added twice at two prices")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 1,
            Prepared =
            [
                .. Item(0, 3), .. User(0, 30), .. Order(0, 0, 0),
                new AddLine(new OrderId(0), new ItemId(0), 1, Price - 1),
            ],
            Clients = [CheckOut(0), Cancel(0)],
        },
        new("amounts that are none")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 1,
            Prepared = [.. Item(0, 1), .. User(0, 10), .. Order(0, 0, 0)],
            Clients =
            [
                CheckOut(0), Pay(-1), Pay(0),
                Give(new AddFunds(new UserId(0), -1)), Give(new AddFunds(new UserId(0), 0)),
                Give(new AddStock(new ItemId(0), -1)), Give(new SubtractStock(new ItemId(0), -1)),
                Give(new AddLine(new OrderId(0), new ItemId(0), -1, Price)),
                Give(new AddLine(new OrderId(0), new ItemId(0), 1, -Price)),
                Give(new InitItems(First: 0, Count: 1, Stock: -1, Price)),
                Give(new InitItems(First: 0, Count: 1, Stock: 1, -Price)),
                Give(new InitUsers(First: 0, Count: 1, Credit: -1)),
                Give(new InitOrders(First: 0, Count: 1, Items: 1, Users: 1, -Price, Seed: 7)),
                Give(new InitOrders(First: 0, Count: 1, Items: 1, Users: 0, Price, Seed: 7)),
            ],
        },
        new("an order that costs nothing")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 2,
            Prepared =
            [
                .. Item(0, 2), .. User(0, 10), .. Order(0, 0, 0), new CreateOrder(new OrderId(1), new UserId(0)),
                new AddLine(new OrderId(1), new ItemId(0), 1, Price: 0),
            ],
            Clients = [CheckOut(0), CheckOut(1), Cancel(1), Pay(10)],
        },
        new("an order of much money")
        {
            Orders = 1,
            Items = 1,
            Users = 1,
            Attempts = 1,
            Prepared =
            [
                .. Item(0, 1), .. User(0, 1L << 32), new CreateOrder(new OrderId(0), new UserId(0)),
                new AddLine(new OrderId(0), new ItemId(0), 1, (1L << 32) + 1),
            ],
            Clients = [CheckOut(0)],
        },
    ];

    public static Scenario Named(string name) => Small.Single(scenario => scenario.Name == name);

    public static IEnumerable<Message> Item(long item, long stock) =>
        stock > 0
            ? [new CreateItem(new ItemId(item), Price), new AddStock(new ItemId(item), stock)]
            : [new CreateItem(new ItemId(item), Price)];

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

    /// <summary>Creates orders of two units for 10 together.</summary>
    public static Message ResetOrders(int orders, int items, int users) =>
        new InitOrders(First: 0, orders, items, users, Price / 2, Seed: 7);

    public static ClientCommand CheckOut(long order, int times = 1) =>
        new(times, attempt => new CheckOutOrder(new OrderId(order), attempt, Search.Pinned.Ahead, ReplyTo: 0));

    /// <summary>A completed checkout is repeated, with its old attempt number.</summary>
    public static ClientCommand Repeat(long order, long attempt) => new(
        1, _ => new CheckOutOrder(new OrderId(order), new AttemptId(attempt), Search.Pinned.Ahead, ReplyTo: 0))
    {
        After = (int)attempt,
    };

    public static ClientCommand Cancel(long order) => Give(new CancelOrder(new OrderId(order), ReplyTo: 1));

    public static ClientCommand Pay(long amount) => Give(new Pay(new UserId(0), amount));

    public static ClientCommand Give(Message command, int times = 1) => new(times, _ => command);
}
