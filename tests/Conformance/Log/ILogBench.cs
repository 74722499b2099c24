using Cartwright.Engine.Ports;

namespace Cartwright.Conformance.Log;

/// <summary>A log of its own for one test, empty at first, with some partitions for each service.</summary>
public interface ILogBench : IAsyncDisposable
{
    /// <summary>A new node's connection to the log.</summary>
    ILog Connect();

    /// <summary>The node leaves in order; offsets that it has advanced stay advanced.</summary>
    Task LeaveAsync(ILog log);

    /// <summary>The public events in the log, once there are this many, each with its partition.</summary>
    Task<IReadOnlyList<(int Partition, PublicRecord Event)>> EventsAsync(int count);

    /// <summary>Waits until a level is reached, and fails if that takes too long.</summary>
    Task UntilAsync(Func<bool> isReached);
}
