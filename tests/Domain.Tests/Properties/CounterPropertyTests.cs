using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using CsCheck;

namespace Cartwright.Domain.Tests.Properties;

/// <summary>
/// Money and goods that circulate, bought and cancelled again and again: the lifetime counters grow by each round. They
/// begin near their maximum here, or near the end of 64 bits, and no accepted attempt is ever stuck.
/// </summary>
public sealed class CounterPropertyTests
{
    private const long Round = Limits.CreditMax;
    private const int Attempts = 6;

    private static readonly Gen<long> Counters = Gen.OneOf(
        Gen.Long[Limits.CounterMax - (4 * Round), Limits.CounterMax + Round],
        Gen.Long[long.MaxValue - (4 * Round), long.MaxValue - Round]);

    private static readonly Gen<(long Captured, long Taken, (int Kind, int Attempt, long Amount)[] Steps)> Histories =
        Gen.Select(
            Counters,
            Counters,
            Gen.Select(Gen.Int[0, 9], Gen.Int[0, Attempts - 1], Gen.Long[1, Round]).Array[1, 40]);

    // With a bound on incoming amounts alone, the capture of a paid order and its refund overflowed.
    [Fact]
    public void Whatever_is_held_can_be_captured_and_refunded_whatever_is_taken_returned() =>
        Histories.Sample(
            history =>
            {
                var shop = ShopOf(history.Captured, history.Taken);
                foreach (var (kind, attempt, amount) in history.Steps)
                {
                    Step(shop, kind, attempt, amount);
                }

                Finish(shop);
            },
            iter: 1_000);

    /// <summary>One client that buys everything and cancels, round after round, until a command is rejected.</summary>
    [Theory]
    [InlineData(0L, 0L, Limits.CounterMax / Round, Reason.OverMaximum)]
    [InlineData(0L, Limits.CounterMax - (5 * Limits.StockMax), 5, Reason.OverMaximum)]
    [InlineData(Limits.CounterMax - 1, 0L, 0, Reason.OverMaximum)]
    public void Rounds_of_buying_and_cancelling_end_with_a_refusal(
        long captured, long taken, long expected, Reason reason)
    {
        var shop = ShopOf(captured, taken);
        var rounds = 0L;
        for (; Buy(shop, rounds) is not { Status: OrderStatus.Failed }; rounds++)
        {
            Send(shop, new CancelOrder(Sample.Order, ReplyTo: 0));
            Assert.Equal(OrderStatus.Cancelled, shop.Rows.Get<Order>(Order.KeyOf(Sample.Order)).Status);
        }

        Assert.Equal((expected, reason), (rounds, shop.Rows.Get<Order>(Order.KeyOf(Sample.Order)).Reason));
        CleanSlate.IsClean(shop.Rows);
    }

    private static TestShop ShopOf(long captured, long taken)
    {
        var shop = new TestShop(TestShop.Standard);
        shop.Rows.Put(
            Account.KeyOf(Sample.User), Sample.Funded(Round) with { Captured = captured, Refunded = captured });
        shop.Rows.Put(
            Item.KeyOf(Sample.Apple),
            new Item { Price = 1, Stock = Round, Added = Round, Taken = taken, Returned = taken });
        return shop;
    }

    private static Order Buy(TestShop shop, long round)
    {
        shop.Rows.Put(Order.KeyOf(Sample.Order), OrderOf(Round));
        Send(shop, new CheckOutOrder(Sample.Order, new AttemptId(1_000 + round), Sample.Deadline, ReplyTo: 0));
        return shop.Rows.Get<Order>(Order.KeyOf(Sample.Order));
    }

    private static void Send(TestShop shop, Message message)
    {
        shop.History.Clear();
        shop.Send(message);
        Assert.Empty(shop.Sweeps());
    }

    private static Order OrderOf(long amount) => new()
    {
        User = Sample.User,
        Lines = [new Line(Sample.Apple, amount, amount)],
        Total = amount,
    };

    private static void Step(TestShop shop, int kind, int attempt, long amount)
    {
        var order = new OrderId(attempt);
        switch (kind)
        {
            case < 5:
                if (shop.Rows.Find<Order>(Order.KeyOf(order)) is null or { Status: OrderStatus.Cancelled })
                {
                    shop.Rows.Put(Order.KeyOf(order), OrderOf(amount));
                }

                var next = new AttemptId((shop.History.Count * 10L) + attempt);
                shop.Send(new CheckOutOrder(order, next, shop.Now + 30_000, ReplyTo: 0));
                break;
            case < 8:
                shop.Send(new CancelOrder(order, ReplyTo: 0));
                break;
            case 8:
                shop.Send(new AddFunds(Sample.User, amount));
                break;
            default:
                shop.Send(new AddStock(Sample.Apple, amount));
                break;
        }
    }

    private static void Finish(TestShop shop)
    {
        shop.RunUntilQuiet();
        for (var order = 0; order < Attempts; order++)
        {
            shop.Send(new CancelOrder(new OrderId(order), ReplyTo: 0));
        }

        shop.RunUntilQuiet();
        CleanSlate.IsClean(shop.Rows);
        Assert.DoesNotContain(shop.Rows.All, row => row.Value is Order { Status: OrderStatus.Paid });
    }
}
