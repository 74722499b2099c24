using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Faults;

/// <summary>How often each fault of a whole process or server happens, as weights against each other.</summary>
internal sealed record ChaosPlan
{
    public static ChaosPlan None { get; } = new();

    /// <summary>The mean time between two faults, in microseconds; 0 for none.</summary>
    public long Every { get; init; }

    public int Kill { get; init; }

    public int Restart { get; init; }

    public int Stall { get; init; }

    public int Rebalance { get; init; }

    public int Wipe { get; init; }

    public int DatabaseDown { get; init; }

    public int LogDown { get; init; }

    /// <summary>Another client keeps rows locked.</summary>
    public int Stranger { get; init; }

    /// <summary>A machine's clock is set.</summary>
    public int SetClock { get; init; }

    /// <summary>The largest error of such a clock, in milliseconds.</summary>
    public long ClockErrorMaxMs { get; init; }

    public static ChaosPlan Draw(SeededRandom random, bool mayLose) => new()
    {
        Every = random.Pick([500_000, 1_500_000, 4_000_000]),
        Kill = random.Between(0, 4),
        Restart = random.Between(0, 2),
        Stall = random.Between(0, 2),
        Rebalance = random.Between(1, 4),
        Wipe = mayLose ? random.Between(0, 1) : 0,
        DatabaseDown = random.Between(0, 1),
        LogDown = random.Between(0, 1),
        Stranger = random.Between(0, 3),
        SetClock = random.Between(0, 3),
        ClockErrorMaxMs = random.Pick<long>([3_000, 60_000, 7_200_000]),
    };
}
