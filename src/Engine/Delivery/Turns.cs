using Cartwright.Domain;

namespace Cartwright.Engine.Delivery;

/// <summary>
/// The partition of each service that has its turn: it stays until so many bytes went there. Each partition is a
/// request to the broker, so that what follows shortly after can still leave with what waits; over time each gets as
/// much as any other. (KIP-794, "Strictly Uniform Sticky Partitioner", does the same for records without a key.)
/// </summary>
internal sealed class Turns
{
    private const int BytesPerTurn = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<Role, Turn> _turns = [];

    /// <summary>Which of a service's partitions has its turn.</summary>
    public int Of(Role role, int partitions)
    {
        lock (_lock)
        {
            return (int)(_turns.GetValueOrDefault(role).Number % (uint)partitions);
        }
    }

    /// <summary>So many bytes go to the partition whose turn it was.</summary>
    public void Sent(Role role, int bytes)
    {
        lock (_lock)
        {
            var (number, sent) = _turns.GetValueOrDefault(role);
            _turns[role] = sent + bytes < BytesPerTurn ? new Turn(number, sent + bytes) : new Turn(number + 1, 0);
        }
    }

    private readonly record struct Turn(uint Number, int Bytes);
}
