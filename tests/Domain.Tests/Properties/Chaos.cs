using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Properties;

/// <summary>
/// A small shop with messages in flight: any of them may arrive next, arrive again, or be lost. Users check out,
/// cancel, pay; operators reset. Each step is one choice of three numbers.
/// </summary>
internal sealed class Chaos
{
    private const int Orders = 3;
    private const int Items = 2;
    private const int Users = 2;

    private readonly TestShop _shop = new(TestShop.Standard);
    private readonly List<Message> _air = [];
    private readonly Dictionary<AttemptId, OrderStatus> _outcomes = [];
    private long _attempts;

    public Chaos()
    {
        _shop.Rows.Put(Order.Table.KeyOf(0), OrderOf(0, new Line(new ItemId(0), 1, 3)));
        _shop.Rows.Put(Order.Table.KeyOf(1), OrderOf(0, new Line(new ItemId(0), 1, 3), new Line(new ItemId(1), 1, 1)));
        _shop.Rows.Put(Order.Table.KeyOf(2), OrderOf(1, new Line(new ItemId(1), 1, 1)));
        Decide(new InitUsers(0, Users, Credit: 5));
        Decide(new InitItems(0, Items, Stock: 1, Price: 1));
    }

    public void Step((int Kind, int Pick, int Number) choice)
    {
        switch (choice.Kind)
        {
            case < 14 when _air.Count > 0:
                FromTheAir(choice.Kind, choice.Pick % _air.Count);
                break;
            case < 17:
                _shop.Pass(choice.Number);
                _shop.Sweeps().ForEach(Decide);
                break;
            default:
                Decide(FromOutside(choice.Pick, choice.Number));
                break;
        }
    }

    /// <summary>Every message in flight is lost; with the sweeps alone the shop must come to rest.</summary>
    public void ComeToRest()
    {
        _air.Clear();
        _shop.RunUntilQuiet();
        CleanSlate.IsClean(_shop.Rows);
        for (var id = 0; id < Orders; id++)
        {
            Outcome(_shop.Rows.Get<Order>(Order.Table.KeyOf(id)));
        }
    }

    private void FromTheAir(int kind, int place)
    {
        var message = _air[place];
        if (kind is not (10 or 11))
        {
            _air.RemoveAt(place);
        }

        if (kind is not (12 or 13))
        {
            Decide(message);
        }
    }

    private Message FromOutside(int pick, int number)
    {
        var order = new OrderId(pick % Orders);
        return (number % 16) switch
        {
            < 7 => new CheckOutOrder(order, new AttemptId(++_attempts), _shop.Now + number, ReplyTo: 0),
            < 10 => new CancelOrder(order, ReplyTo: 0),
            10 => new Pay(new UserId(pick % Users), number % 5),
            11 => new AddFunds(new UserId(pick % Users), number % 5),
            12 => new AddStock(new ItemId(pick % Items), 1),
            13 => new InitUsers(0, Users, Credit: 5),
            14 => new InitItems(0, Items, Stock: 1, Price: 1),
            _ => new InitOrders(order.Value, 1, Items, Users, Price: 1, Seed: pick),
        };
    }

    private void Decide(Message message)
    {
        var decision = _shop.Decide(message);
        _air.AddRange(decision.Messages);
        CleanSlate.BooksBalance(_shop.Rows);
        foreach (var order in decision.Changes.Select(change => change.State).OfType<Order>())
        {
            Outcome(order);
        }
    }

    // Paid is and stays paid, failed is and stays failed, and a client that reads "failed" finds the credit returned.
    private void Outcome(Order order)
    {
        if (order.FailedAttempt is { } before)
        {
            Assert.Equal(OrderStatus.Failed, _outcomes[before]);
        }

        if (order.Attempt is not { } attempt || order.Status is OrderStatus.Processing)
        {
            return;
        }

        var outcome = order.Status is OrderStatus.Failed ? OrderStatus.Failed : OrderStatus.Paid;
        Assert.Equal(outcome, _outcomes.GetValueOrDefault(attempt, outcome));
        _outcomes[attempt] = outcome;
        var reservation = _shop.Rows.Find<Reservation>(Reservation.KeyOf(attempt));
        var taken = reservation?.Status is ReservationStatus.Taken or ReservationStatus.Returned;
        Assert.Equal(outcome is OrderStatus.Paid, taken);
        if (outcome is OrderStatus.Failed)
        {
            var account = _shop.Rows.Get<Account>(Account.KeyOf(order.User));
            Assert.Null(account.HoldOf(attempt));
            Assert.Null(account.WaitOf(attempt));
        }
    }

    private static Order OrderOf(long user, params Line[] lines) => new()
    {
        User = new UserId(user),
        Lines = [.. lines],
        Total = lines.Sum(line => line.Cost),
    };
}
