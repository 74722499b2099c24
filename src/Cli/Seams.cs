using Cartwright.Engine.Ports;

namespace Cartwright.Cli;

/// <summary>
/// The parts between the engine and its adapters. There are none in the program; a host of the tests puts faults there.
/// </summary>
/// <param name="Store">The store that the engine gets, from the adapter's.</param>
/// <param name="Log">The log that the engine gets, from the adapter's.</param>
internal sealed record Seams(Func<IStore, IStore> Store, Func<ILog, ILog> Log)
{
    public static Seams None { get; } = new(store => store, log => log);
}
