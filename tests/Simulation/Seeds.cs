using System.Globalization;
using Cartwright.Simulation.Cluster;
using Cartwright.Simulation.Faults;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation;

/// <summary>Runs worlds by seed.</summary>
internal static class Seeds
{
    /// <summary>The one seed to run, with its trace; null for many.</summary>
    public static long? Chosen => Number("CARTWRIGHT_SEED");

    /// <summary>The number of seeds to run, if the environment sets it.</summary>
    public static long? Wanted => Number("CARTWRIGHT_SEEDS");

    public static WorldReport Run(long seed, Wiring? wiring = null, bool isReadable = false) =>
        Run(seed, WorldPlan.Draw(new SeededRandom(seed)), wiring ?? new Wiring(), isReadable);

    public static WorldReport Run(long seed, WorldPlan plan, Wiring wiring, bool isReadable = false) =>
        new World(seed, plan, wiring, isReadable).Run();

    private static long? Number(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
