using Cartwright.Domain;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Cartwright.Simulation.Kernel;
using Cartwright.Simulation.Logs;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Faults;

/// <summary>Everything that a seed decides before its world begins.</summary>
internal sealed record WorldPlan
{
    /// <summary>Whether one node has all services and one database, and decides all messages locally.</summary>
    public bool IsEmbedded { get; init; }

    public int OrderNodes { get; init; } = 1;

    public int StockNodes { get; init; } = 1;

    public int PaymentNodes { get; init; } = 1;

    /// <summary>The nodes of a service that a test adds to the shop.</summary>
    public int AddedNodes { get; init; } = 1;

    /// <summary>The number of partitions of an inbox.</summary>
    public int Partitions { get; init; } = 3;

    /// <summary>
    /// Whether the sweeps run. Without them everything depends on the log, which then loses no confirmed envelope:
    /// every committed message must still be sent, delivered and decided.
    /// </summary>
    public bool HasSweeps { get; init; } = true;

    public bool IsShuffled { get; init; }

    /// <summary>The largest error of a node's clock, in milliseconds.</summary>
    public long ClockErrorMaxMs { get; init; }

    /// <summary>The largest error of a database server's clock, in milliseconds.</summary>
    public long DatabaseClockErrorMaxMs { get; init; }

    public required NodeOptions Options { get; init; }

    public DatabaseFaults Database { get; init; } = DatabaseFaults.None;

    public LogFaults Log { get; init; } = LogFaults.None;

    public required ChaosPlan Chaos { get; init; }

    public required ShopPlan Shop { get; init; }

    public int NodesOf(Role role) =>
        role == Role.Order ? OrderNodes
        : role == Role.Stock ? StockNodes
        : role == Role.Payment ? PaymentNodes
        : AddedNodes;

    public static WorldPlan Draw(SeededRandom random)
    {
        var isEmbedded = random.Chance(0.15);
        var isCalm = random.Chance(0.05);
        var hasSweeps = isEmbedded || random.Chance(0.8);
        return new WorldPlan
        {
            IsEmbedded = isEmbedded,
            HasSweeps = hasSweeps,
            OrderNodes = random.Between(1, 3),
            StockNodes = random.Between(1, 2),
            PaymentNodes = random.Between(1, 2),
            Partitions = random.Between(1, 4),
            IsShuffled = random.Chance(0.7),
            ClockErrorMaxMs = random.Pick<long>([0, 2_000, 60_000, 7_200_000]),
            DatabaseClockErrorMaxMs = random.Pick<long>([0, 600_000]),
            Options = DrawOptions(random, isEmbedded, hasSweeps),
            Database = isCalm ? DatabaseFaults.None : DrawDatabase(random),
            Log = isCalm ? LogFaults.None : DrawLog(random, mayLose: hasSweeps),
            Chaos = isCalm ? ChaosPlan.None : ChaosPlan.Draw(random, mayLose: hasSweeps),
            Shop = ShopPlan.Draw(random),
        };
    }

    // Small bounds, so that each of them is reached.
    private static NodeOptions DrawOptions(SeededRandom random, bool isEmbedded, bool hasSweeps) => new()
    {
        Shop = ShopId.Parse("0123456789abcdef0123456789abcdef"),
        DecidesLocally = isEmbedded,
        Receivers = ShopServices.Roles,
        PublishesEvents = !isEmbedded,
        Lanes = isEmbedded ? 1 : random.Between(1, 2),
        BatchMax = random.Pick([1, 3, 16, 512]),
        RestMaxMs = random.Pick([1, 20]),
        MessagesMax = random.Pick([2, 10, 1_000]),
        CommandsMax = random.Pick([3, 50, 1_000]),
        OutboxMax = random.Pick([20, 1_000]),
        EnvelopeBytesMax = random.Pick([200, 1_000, 100_000]),
        WatchesMax = random.Pick([3, 1_000]),
        PostponedMax = random.Pick([1, 100]),
        CheckoutTimeoutMs = random.Pick([500, 4_000, 15_000, 30_000]),
        PatienceMs = random.Pick([1_000, 5_000]),
        SweepEveryMs = random.Pick([250, 500]),
        SweepRowsMax = random.Pick([3, 500]),
        PollEveryMs = random.Pick([100, 300]),
        LeftoverAgeMs = random.Pick([2_000, 5_000]),
        IdBlock = random.Pick([20, 10_000]),
        RetryPauseMaxMs = random.Pick([200, 1_000]),
        UnfinishedMax = random.Pick([4, 50, 1_000]),
        ReconcileEveryMs = random.Pick([1_000, 5_000]),

        // A sweep retries messages that are parked for a while.
        BlockedMax = random.Pick([2, 100]) is var some && hasSweeps ? some : 100_000,
        BlockedMs = random.Pick([1_000, 5_000]) is var time && hasSweeps ? time : 1_000_000,
    };

    private static DatabaseFaults DrawDatabase(SeededRandom random) => new()
    {
        LatencyMax = random.Pick([500, 2_000, 10_000]),
        Slow = random.Pick([0, 0.01]),
        SlowMax = random.Pick([100_000, 2_000_000]),
        Fails = random.Pick([0, 0.002, 0.02]),
        CommitFails = random.Pick([0, 0.002, 0.02]),
        CommitUnknown = random.Pick([0, 0.005, 0.03]),
        ResolveFails = random.Pick([0, 0.5]),
        NoticeMax = random.Pick([10_000, 1_000_000]),
        LockTimeout = random.Pick([20_000, 1_000_000]),
    };

    private static LogFaults DrawLog(SeededRandom random, bool mayLose) => new()
    {
        LatencyMax = random.Pick([1_000, 5_000, 30_000]),
        Slow = random.Pick([0, 0.01, 0.05]),
        SlowMax = random.Pick([200_000, 3_000_000]),
        Lost = random.Pick([0, 0.002, 0.02]),
        ConfirmedAndLost = mayLose ? random.Pick([0, 0.002, 0.02]) : 0,
        ConfirmationLost = random.Pick([0, 0.01, 0.05]),
        Repeated = random.Pick([0, 0.02, 0.1]),
        SessionTimeout = random.Pick([500_000, 3_000_000]),
    };
}
