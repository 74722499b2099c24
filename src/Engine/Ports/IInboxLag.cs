using Cartwright.Kernel;

namespace Cartwright.Engine.Ports;

/// <summary>A log that measures how far this process is behind in the inboxes that it reads.</summary>
public interface IInboxLag
{
    /// <summary>
    /// The number of records not yet done, by partition. The log begins to measure at the first call; a partition that
    /// it has not measured yet is not in the answer.
    /// </summary>
    IReadOnlyDictionary<int, long> LagOf(Role role);
}
