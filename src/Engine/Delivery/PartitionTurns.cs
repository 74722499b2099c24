using Cartwright.Kernel;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// The partition of each service that has its turn: for some bytes, or for a moment. Each partition is a request to the
/// broker, so that messages that follow shortly after can still leave with the waiting ones; over time each partition
/// gets as much as any other. (KIP-794, "Strictly Uniform Sticky Partitioner", does the same for records without a
/// key.) The moment is much shorter than the time after which a message is resent: that goes elsewhere, in case the
/// partition's reader is away.
/// </summary>
internal sealed class PartitionTurns
{
    private const int BytesPerTurn = 16 * 1024;
    private const int MillisecondsPerTurn = 70;

    private readonly Lock _lock = new();
    private readonly Dictionary<Role, Turn> _turns = [];

    /// <summary>Which of a service's partitions has its turn.</summary>
    public int PartitionFor(Role role, int partitions, long now)
    {
        lock (_lock)
        {
            var turn = _turns.GetValueOrDefault(role);
            if (turn.Bytes >= BytesPerTurn || now - turn.Since >= MillisecondsPerTurn)
            {
                _turns[role] = turn = new Turn(turn.Number + 1, now, Bytes: 0);
            }

            return (int)(turn.Number % (uint)partitions);
        }
    }

    /// <summary>So many bytes go to the partition with the turn.</summary>
    public void Sent(Role role, int bytes)
    {
        lock (_lock)
        {
            var turn = _turns.GetValueOrDefault(role);
            _turns[role] = turn with { Bytes = turn.Bytes + bytes };
        }
    }

    private readonly record struct Turn(uint Number, long Since, int Bytes);
}
