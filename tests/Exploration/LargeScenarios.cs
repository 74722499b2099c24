using System.Collections.Immutable;
using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Exploration;

/// <summary>Worlds too large to be searched to the end: only their nearest states, up to a limit.</summary>
internal static class LargeScenarios
{
    public static ImmutableArray<Scenario> All { get; } =
    [
        new("two orders of one user, failing, cancelled, with pay beside")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 4,
            Prepared =
            [
                .. Scenarios.Item(0, 1), .. Scenarios.User(0, 10), .. Scenarios.Order(0, 0, 0),
                .. Scenarios.Order(1, 0, 0),
            ],
            Clients =
            [
                Scenarios.CheckOut(0, times: 2), Scenarios.CheckOut(1, times: 2), Scenarios.Cancel(0),
                Scenarios.Cancel(1), Scenarios.Pay(5), Scenarios.Give(new AddFunds(new UserId(0), 5)),
                Scenarios.Give(new AddStock(new ItemId(0), 1)),
            ],
        },
        new("orders, items and users are reset around two orders")
        {
            Orders = 2,
            Items = 1,
            Users = 1,
            Attempts = 3,
            Prepared =
            [
                .. Scenarios.Item(0, 2), .. Scenarios.User(0, 10), .. Scenarios.Order(0, 0, 0),
                .. Scenarios.Order(1, 0, 0),
            ],
            Clients =
            [
                Scenarios.CheckOut(0, times: 2), Scenarios.CheckOut(1, times: 2), Scenarios.Cancel(0),
                Scenarios.Give(Scenarios.ResetOrders(orders: 2, items: 1, users: 1)),
                Scenarios.Give(new InitItems(First: 0, Count: 1, Stock: 2, Price: 5)),
                Scenarios.Give(new InitUsers(First: 0, Count: 1, Credit: 15)),
            ],
        },
        new("three orders of two users for one unit that is sold again")
        {
            Orders = 3,
            Items = 1,
            Users = 2,
            Attempts = 4,
            Prepared =
            [
                .. Scenarios.Item(0, 1), .. Scenarios.User(0, 10), .. Scenarios.User(1, 10),
                .. Scenarios.Order(0, 0, 0), .. Scenarios.Order(1, 0, 0), .. Scenarios.Order(2, 1, 0),
            ],
            Clients =
            [
                Scenarios.CheckOut(0), Scenarios.CheckOut(1), Scenarios.CheckOut(2, times: 2), Scenarios.Cancel(0),
                Scenarios.Cancel(2),
            ],
        },
        new("two orders of the same two items, both lines each")
        {
            Orders = 2,
            Items = 2,
            Users = 2,
            Attempts = 4,
            Prepared =
            [
                .. Scenarios.Item(0, 1), .. Scenarios.Item(1, 1), .. Scenarios.User(0, 10), .. Scenarios.User(1, 10),
                .. Scenarios.Order(0, 0, 0, 1), .. Scenarios.Order(1, 1, 1, 0),
            ],
            Clients =
            [
                Scenarios.CheckOut(0, times: 2), Scenarios.CheckOut(1, times: 2), Scenarios.Cancel(0),
                Scenarios.Give(Scenarios.ResetOrders(orders: 2, items: 2, users: 2)),
                Scenarios.Give(new AddStock(new ItemId(1), 1)),
                Scenarios.Give(new InitItems(First: 0, Count: 2, Stock: 1, Price: 7)),
            ],
        },
        new("three orders of one user wait while pay and resets come")
        {
            Orders = 3,
            Items = 1,
            Users = 1,
            Attempts = 3,
            Prepared =
            [
                .. Scenarios.Item(0, 2), .. Scenarios.User(0, 10), .. Scenarios.Order(0, 0, 0),
                .. Scenarios.Order(1, 0, 0), .. Scenarios.Order(2, 0, 0),
            ],
            Clients =
            [
                Scenarios.CheckOut(0), Scenarios.CheckOut(1), Scenarios.CheckOut(2), Scenarios.Cancel(0),
                Scenarios.Pay(5), Scenarios.Give(new InitUsers(First: 0, Count: 1, Credit: 15)),
            ],
        },
    ];
}
