using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Simulation.Checks;
using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Faults;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Shops;

/// <summary>One client: it acts, pauses, and acts again. All that it knows of the world are its answers.</summary>
internal sealed class Client(
    SimulatedShop shop, World world, ShopPlan plan, Gateway gateway, Tallies tallies, SeededRandom random, int number)
{
    private int _keys;

    public async Task RunAsync()
    {
        for (var i = 0; i < plan.Acts && !world.Violations.Any; i++)
        {
            await shop.PauseAsync(plan.ThinkMax);
            await ActAsync();
        }
    }

    private Task ActAsync()
    {
        if (random.Chance(plan.Resets))
        {
            return shop.ResetAsync(untilDone: random.Chance(0.2), random);
        }

        return random.Below(100) switch
        {
            < 55 => CheckOutAsync(random.Pick(shop.Orders)),
            < 62 => CreateOrderAsync(),
            < 70 => CancelAsync(),
            < 76 => AddFundsAsync(),
            < 82 => AddStockAsync(),
            < 85 => SubtractStockAsync(),
            < 91 => PayAsync(),
            < 95 => AddLineAsync(random.Pick(shop.Orders)),
            < 97 => RemoveLineAsync(),
            _ => gateway.CallAsync(Role.Order, desk => desk.FindOrderAsync(random.Pick(shop.Orders))),
        };
    }

    // Immediately or with a wait; timed out and retried; repeated after a failure, which is a new attempt.
    private async Task CheckOutAsync(OrderId order)
    {
        TimeSpan? wait = random.Chance(0.7) ? TimeSpan.FromMilliseconds(random.Between(0, 8_000)) : null;
        var key = NewKey();
        for (var tries = random.Between(1, 4); tries > 0; tries--)
        {
            shop.CheckoutsAsked++;
            var called = await gateway.CallAsync(Role.Order, desk => desk.CheckOutAsync(order, key, wait));
            if (called is { Heard: Heard.Answer, Value: var answer })
            {
                if (answer!.Outcome is not { Status: OrderStatus.Failed } || random.Chance(0.3))
                {
                    return;
                }

                // The answer to a key never changes; a new attempt needs a new key.
                key = NewKey();
            }

            await shop.PauseAsync(plan.ThinkMax);
        }
    }

    private async Task CreateOrderAsync()
    {
        shop.OrdersWanted++;
        var user = new UserId(random.Below(plan.Users + (plan.HasUnknowns ? 1 : 0)));
        var created = await RepeatAsync(
            Role.Order,
            (desk, key) => desk.CreateAsync(id => new CreateOrder(new OrderId(id), user), "POST create", key));
        if (created is not { Heard: Heard.Answer, Value: OrderCreated { Order: var order } })
        {
            return;
        }

        for (var lines = random.Between(0, 3); lines > 0; lines--)
        {
            await AddLineAsync(order);
        }

        shop.Orders.Add(order);
        await CheckOutAsync(order);
    }

    private async Task AddLineAsync(OrderId order)
    {
        var item = new ItemId(random.Below(plan.Items + (plan.HasUnknowns ? 1 : 0)));
        var quantity = Amount(3);

        // A batch_init re-creates orders under their old numbers, so their totals prove nothing.
        var isOwn = order.Value >= plan.Orders;
        var line = isOwn ? tallies.Begin(Order.KeyOf(order), Counter.Total, quantity * plan.PriceOf(item)) : null;
        await TallyAsync(
            line,
            Role.Order,
            (desk, key) => desk.AddLineAsync(order, item, quantity, key),
            reply => reply is LineAdded);
    }

    // Only of the orders that the shop began with: the totals of all others are tallied, and tallies never fall.
    private async Task RemoveLineAsync()
    {
        var remove = new RemoveLine(
            new OrderId(random.Below(plan.Orders)), new ItemId(random.Below(plan.Items + (plan.HasUnknowns ? 1 : 0))));
        await RepeatAsync(Role.Order, (desk, key) => desk.AskAsync(remove, $"POST {remove}", key));
    }

    // Sometimes a reset follows at once, and meets the order while it gives everything back.
    private async Task CancelAsync()
    {
        var order = random.Pick(shop.Orders);
        await RepeatAsync(Role.Order, (desk, key) => desk.CancelAsync(order, key));
        if (plan.Resets > 0 && random.Chance(0.3))
        {
            await shop.ResetAsync(untilDone: false, random);
        }
    }

    private Task AddFundsAsync()
    {
        var add = new AddFunds(SomeUser(), Amount(50));
        return TallyAsync(
            tallies.Begin(Account.KeyOf(add.User), Counter.Funded, add.Amount), add, reply => reply is CreditUpdated);
    }

    private Task PayAsync()
    {
        var pay = new Pay(SomeUser(), Amount(50));
        return TallyAsync(
            tallies.Begin(Account.KeyOf(pay.User), Counter.Paid, pay.Amount), pay, reply => reply is CreditUpdated);
    }

    private Task AddStockAsync()
    {
        var add = new AddStock(SomeItem(), Amount(10));
        return TallyAsync(
            tallies.Begin(Item.KeyOf(add.Item), Counter.Added, add.Amount), add, reply => reply is StockUpdated);
    }

    private Task SubtractStockAsync()
    {
        var subtract = new SubtractStock(SomeItem(), Amount(5));
        return TallyAsync(
            tallies.Begin(Item.KeyOf(subtract.Item), Counter.Subtracted, subtract.Amount),
            subtract,
            reply => reply is StockUpdated);
    }

    private Task TallyAsync(Contribution contribution, Message command, Func<Reply, bool> isDone) => TallyAsync(
        contribution, command.To, (desk, key) => desk.AskAsync(command, $"POST {command}", key), isDone);

    private async Task TallyAsync(
        Contribution? contribution,
        Role role,
        Func<FrontDesk, string?, Task<Reply>> call,
        Func<Reply, bool> isDone)
    {
        var called = await RepeatAsync(role, call);
        if (contribution is not null)
        {
            contribution.IsOpen = false;
            contribution.IsSure = called.Heard is Heard.Answer && isDone(called.Value!);
            contribution.IsPossible = contribution.IsSure || called.Heard is Heard.Nothing;
        }
    }

    // Without a key, an unanswered call must not be sent again; with a key it may.
    private async Task<Called<T>> RepeatAsync<T>(Role role, Func<FrontDesk, string?, Task<T>> call)
    {
        var key = NewKey();
        var isUnclear = false;
        for (var tries = 1; ; tries++)
        {
            var called = await gateway.CallAsync(role, desk => call(desk, key));
            isUnclear |= called.Heard is Heard.Nothing;
            if (called.Heard is Heard.Answer || tries == 4 || (isUnclear && key is null))
            {
                return called.Heard is Heard.Unserved && isUnclear ? called with { Heard = Heard.Nothing } : called;
            }

            await shop.PauseAsync(1_000_000);
        }
    }

    // Sometimes an amount that must be rejected: a success would be counted, and counters never fall.
    private long Amount(long most) => random.Chance(0.03) ? random.Between(-5L, 0) : random.Between(1, most);

    private string? NewKey() => random.Chance(0.6) ? $"{number}-{_keys++}" : null;

    private UserId SomeUser() => new(random.Below(plan.Users));

    private ItemId SomeItem() => new(random.Below(plan.Items));
}
