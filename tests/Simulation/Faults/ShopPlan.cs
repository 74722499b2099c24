using Cartwright.Domain;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Faults;

/// <summary>The clients' behaviour in one world, with little stock and little money, so that they compete.</summary>
internal sealed record ShopPlan
{
    public int Users { get; init; } = 3;

    public int Items { get; init; } = 2;

    public int Orders { get; init; } = 20;

    public int StartingCredit { get; init; } = 100;

    public int StartingStock { get; init; } = 10;

    /// <summary>The price of the first item; each further one costs more. All orders of a reset cost this.</summary>
    public int Price { get; init; } = 5;

    /// <summary>The number of concurrent clients.</summary>
    public int Clients { get; init; } = 6;

    /// <summary>The number of actions of each client.</summary>
    public int Acts { get; init; } = 20;

    /// <summary>The longest pause of a client, in microseconds.</summary>
    public long ThinkMax { get; init; } = 200_000;

    /// <summary>The client's time-out for an answer, in microseconds.</summary>
    public long Patience { get; init; } = 3_000_000;

    /// <summary>Whether some orders name an item or a user that does not exist.</summary>
    public bool HasUnknowns { get; init; }

    /// <summary>The share of resets among the actions, from 0 to 1.</summary>
    public double Resets { get; init; }

    public long PriceOf(ItemId item) => Price + item.Value;

    public static ShopPlan Draw(SeededRandom random) => new()
    {
        Users = random.Between(1, 4),
        Items = random.Between(1, 3),
        Orders = random.Between(5, 80),
        StartingCredit = random.Pick([10, 60, 300]),
        StartingStock = random.Pick([2, 10, 50]),
        Price = random.Between(0, 7),
        Clients = random.Between(4, 16),
        Acts = random.Between(15, 45),
        ThinkMax = random.Pick([0, 20_000, 300_000]),
        Patience = random.Pick([300_000, 3_000_000, 10_000_000]),
        HasUnknowns = random.Chance(0.3),
        Resets = random.Pick([0, 0.004, 0.02]),
    };
}
