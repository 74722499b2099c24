using Cartwright.Domain;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Faults;

/// <summary>
/// What clients do in one world: little stock and little money, so that they get in each other's way.
/// </summary>
internal sealed record ShopPlan
{
    public int Users { get; init; } = 3;

    public int Items { get; init; } = 2;

    public int Orders { get; init; } = 20;

    public int StartingCredit { get; init; } = 100;

    public int StartingStock { get; init; } = 10;

    /// <summary>What the first item costs; each further one costs more. All orders of a reset cost this.</summary>
    public int Price { get; init; } = 5;

    /// <summary>How many clients act side by side.</summary>
    public int Clients { get; init; } = 6;

    /// <summary>How often each of them acts.</summary>
    public int Acts { get; init; } = 20;

    /// <summary>How long a client thinks at most, in microseconds.</summary>
    public long ThinkMax { get; init; } = 200_000;

    /// <summary>After how long a client no longer waits for an answer, in microseconds.</summary>
    public long Patience { get; init; } = 3_000_000;

    /// <summary>Whether some orders name an item or a user that does not exist.</summary>
    public bool HasUnknowns { get; init; }

    /// <summary>How often an act is a reset, from 0 to 1.</summary>
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
