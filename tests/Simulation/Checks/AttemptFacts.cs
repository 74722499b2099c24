using Cartwright.Domain;

namespace Cartwright.Simulation.Checks;

/// <summary>The facts about one attempt, over all databases and clients.</summary>
internal sealed class AttemptFacts(AttemptId id, OrderId order)
{
    public AttemptId Id { get; } = id;

    public OrderId Order { get; } = order;

    /// <summary>Whether an order's row has named it.</summary>
    public bool IsBegun { get; set; }

    /// <summary>The number of resets of its order when it began.</summary>
    public int Life { get; set; }

    /// <summary>The status in its order's row: paid, failed, or nothing yet.</summary>
    public bool? IsPaid { get; set; }

    /// <summary>Whether its stock was ever taken.</summary>
    public bool IsTaken { get; set; }

    public bool IsToldPaid { get; set; }

    public bool IsToldFailed { get; set; }
}
