using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Tests.AuditTests;

/// <summary>
/// The audit finds no mistake in any state that the services can reach by themselves, even if messages are lost: there
/// is no false alarm beside a running shop.
/// </summary>
public sealed class BooksWalkTests
{
    private const int Steps = 400;
    private const long Ever = long.MaxValue / 2;

    [Theory]
    [InlineData(1, 0L)]
    [InlineData(2, 0L)]
    [InlineData(3, Limits.InitMax)]
    [InlineData(4, Limits.InitMax)]
    public void Books_are_right_after_every_step_of_a_random_walk(int firstSeed, long firstOrder)
    {
        var seen = new HashSet<OrderStatus>();
        for (var seed = firstSeed * 50; seed < (firstSeed + 1) * 50; seed++)
        {
            var random = new Random(seed);
            var shop = new Shop();
            for (var step = 0; step < Steps; step++)
            {
                Step(shop, random, step, firstOrder);
                Assert.Equal([], shop.Audit(Ever).Select(found => $"seed {seed}, step {step}: {found}"));
                seen.UnionWith(Enum.GetValues<OrderStatus>().Where(status => shop.Totals.OrdersOf(status) > 0));
            }
        }

        Assert.Equal(Enum.GetValues<OrderStatus>().Order(), seen.Order());
    }

    /// <summary>With every message lost, the sweeps alone end everything.</summary>
    [Fact]
    public void Nothing_stays_unfinished_once_the_sweeps_have_run()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var shop = new Shop();
            for (var step = 0; step < Steps; step++)
            {
                Step(shop, random, step, firstOrder: seed % 2 == 0 ? 0 : Limits.InitMax);
            }

            shop.Messages.Clear();
            for (var round = 0; round < 20; round++)
            {
                shop.Now += 60_000;
                shop.Sweep();
                shop.Settle();
            }

            Assert.Equal([], shop.Audit(unfinishedMaxMs: 0).Select(found => $"seed {seed}: {found}"));
        }
    }

    // An order with a number outside every batch_init is created by its user, and stays.
    private static void Step(Shop shop, Random random, int step, long firstOrder)
    {
        shop.Now += random.Next(3) == 0 ? random.Next(20_000) : 1;
        if (shop.Messages.Count > 0 && random.Next(3) > 0)
        {
            Deliver(shop, random);
            return;
        }

        var (item, user) = (new ItemId(random.Next(2)), new UserId(random.Next(2)));
        var order = new OrderId(firstOrder + random.Next(4));
        if (firstOrder > 0 && shop.Find<Order>(Order.KeyOf(order)) is null)
        {
            shop.Decide(new CreateOrder(order, user));
        }

        switch (random.Next(12))
        {
            case 0: shop.Decide(new AddStock(item, random.Next(1, 5))); break;
            case 1: shop.Decide(new SubtractStock(item, random.Next(1, 3))); break;
            case 2: shop.Decide(new AddFunds(user, random.Next(1, 40))); break;
            case 3: shop.Decide(new Pay(user, random.Next(1, 20))); break;
            case 4: shop.Decide(new AddLine(order, item, random.Next(1, 3), 5)); break;
            case 5: shop.Decide(new CancelOrder(order, 0)); break;
            case 6 when random.Next(4) == 0: shop.Decide(new InitUsers(0, 2, 20)); break;
            case 6 when random.Next(3) == 0: shop.Decide(new InitItems(0, 2, Stock: 3, Price: 5)); break;
            case 6 when firstOrder > 0: break;
            case 6: shop.Decide(new InitOrders(order.Value, 1, Items: 2, Users: 2, Price: 5, Seed: step)); break;
            case 7: shop.Sweep(); break;
            default: shop.Decide(new CheckOutOrder(order, new AttemptId(1_000 + step), shop.Now + 30_000, 0)); break;
        }
    }

    // Any message may come next; some come twice, and some never.
    private static void Deliver(Shop shop, Random random)
    {
        var place = random.Next(shop.Messages.Count);
        var message = shop.Messages[place];
        var chance = random.Next(10);
        if (chance > 0)
        {
            shop.Messages.RemoveAt(place);
        }

        if (chance < 9)
        {
            shop.Decide(message);
        }
    }
}
