using Cartwright.CommandLine;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Load;

/// <summary>Makes the shop of a workload over HTTP: stock, credit and fresh orders.</summary>
internal sealed class ShopBuilder(LoadOptions options, ProgressLine progress)
{
    // Distinct items are found by drawing again. A tiny shop with a skewed workload may need many draws.
    private const int DrawsMax = 1000;

    private readonly Workload _workload = options.Workload;

    /// <summary>
    /// Gives every item and user its starting balance again, and returns as many fresh orders as were asked for. Orders
    /// of the shop's own shape are recreated in place; others are new.
    /// </summary>
    public async Task<IReadOnlyList<string>> BuildShopAsync(int orders, int seed, CancellationToken cancellation)
    {
        await ResetBalancesAsync();
        cancellation.ThrowIfCancellationRequested();
        return _workload.ItemPicker is { } picker
            ? await MakeOrdersAsync(orders, seed, picker(options.Items), cancellation)
            : await InitialiseOrdersAsync(orders);
    }

    public async Task ResetBalancesAsync()
    {
        progress.WriteLine($"preparing {options.Items} items and {options.Users} users");
        using var shop = new ShopClient(options.Address);
        await shop.InitialiseStockAsync(options.Items, _workload.StartingStock, Workload.ItemPrice);
        var solvent = _workload.SolventUsers(options.Users);
        if (solvent < options.Users)
        {
            // The call below gives money to the first ones; the last ones keep the nothing of this one.
            await shop.InitialiseUsersAsync(options.Users, money: 0);
        }

        await shop.InitialiseUsersAsync(solvent, _workload.StartingMoney);
    }

    private async Task<IReadOnlyList<string>> InitialiseOrdersAsync(int orders)
    {
        progress.WriteLine($"preparing {orders} orders");
        using var shop = new ShopClient(options.Address);
        await shop.InitialiseOrdersAsync(orders, options.Items, options.Users, Workload.ItemPrice);
        var ids = new string[orders];
        for (var i = 0; i < orders; i++)
        {
            ids[i] = $"{i}";
        }

        return ids;
    }

    private async Task<IReadOnlyList<string>> MakeOrdersAsync(
        int orders, int seed, Func<Random, int, int> picker, CancellationToken cancellation)
    {
        var ids = new string[orders];
        var made = 0;
        progress.WriteLine($"preparing {orders} orders one by one");
        await Bulk.ForEachAsync(options.Address, orders, Bulk.ConnectionsDefault, MakeAsync, cancellation);
        return ids;

        async Task MakeAsync(ShopClient shop, int index)
        {
            // A generator for each order: the orders of a seed do not depend on which client makes which.
            var random = new Random(HashCode(seed, index));
            ids[index] = await shop.CreateOrderAsync($"{random.Next(options.Users)}");
            foreach (var item in PickItems(random, picker))
            {
                await shop.AddLineAsync(ids[index], $"{item}", quantity: 1);
            }

            var count = Interlocked.Increment(ref made);
            progress.ShowProgress(() => $"preparing orders: {count} of {orders}");
        }
    }

    private List<int> PickItems(Random random, Func<Random, int, int> picker)
    {
        var wanted = Math.Min(_workload.Lines, options.Items);
        var items = new List<int>(wanted);
        for (var draws = 0; items.Count < wanted && draws < DrawsMax; draws++)
        {
            var item = picker(random, items.Count);
            if (!items.Contains(item))
            {
                items.Add(item);
            }
        }

        return items;
    }

    // System.HashCode has a new seed in every process, which would make every run a different one.
    private static int HashCode(int seed, int index) => unchecked((seed * (int)2654435761) ^ (index * 40503) ^ index);
}
