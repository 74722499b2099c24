namespace Cartwright.Lab.Load;

/// <summary>The contents of the shop and of its orders. Every item costs one, every line is one unit.</summary>
internal sealed record Workload(string Name)
{
    public const int ItemPrice = 1;
    private const int Plenty = 1_000_000;
    private const int SizeDefault = 100_000;
    private const double ZipfExponent = 0.99;

    public int OrdersDefault { get; init; } = SizeDefault;

    public int ItemsDefault { get; init; } = SizeDefault;

    public int UsersDefault { get; init; } = SizeDefault;

    /// <summary>Units of each item before the first checkout.</summary>
    public int StartingStock { get; init; } = Plenty;

    /// <summary>Credit of each user that can pay.</summary>
    public int StartingMoney { get; init; } = Plenty;

    /// <summary>One of this many users, the last ones, has no credit at all; 0 where all can pay.</summary>
    public int PoorOneIn { get; init; }

    /// <summary>Distinct items of an order; fewer where the shop has fewer.</summary>
    public int Lines { get; init; } = 2;

    /// <summary>
    /// Makes the picker of one item among so many; null where the shop's own bulk initialisation already makes
    /// orders of the right shape. The picker gets the index of the line.
    /// </summary>
    public Func<int, Func<Random, int, int>>? ItemPicker { get; init; }

    public static IReadOnlyDictionary<string, Workload> All { get; } = new[]
    {
        new Workload("uniform"),
        new Workload("zipf") { ItemPicker = PickZipf },
        new Workload("hot") { ItemPicker = PickHotAndAnother },
        new Workload("scarce")
        {
            OrdersDefault = 1000,
            ItemsDefault = 1,
            UsersDefault = 1000,
            StartingStock = 100,
            StartingMoney = 1,
            Lines = 1,
            ItemPicker = PickUniform,
        },
        new Workload("poor") { PoorOneIn = 10 },
        new Workload("wide") { Lines = 10, ItemPicker = PickUniform },
    }.ToDictionary(workload => workload.Name);

    /// <summary>Users below this number can pay.</summary>
    public int SolventUsers(int users) => PoorOneIn == 0 ? users : users - (users / PoorOneIn);

    public override string ToString() => Name;

    private static Func<Random, int, int> PickUniform(int items) => (random, _) => random.Next(items);

    private static Func<Random, int, int> PickZipf(int items)
    {
        var sampler = new ZipfSampler(items, ZipfExponent);
        return (random, _) => sampler.NextRank(random);
    }

    private static Func<Random, int, int> PickHotAndAnother(int items) =>
        (random, line) => line == 0 ? 0 : random.Next(items);
}
