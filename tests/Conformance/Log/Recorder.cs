using System.Text;
using Cartwright.Engine.Ports;

namespace Cartwright.Conformance.Log;

/// <summary>
/// Keeps the records that a node receives from the log, and checks that the log obeys the port's rules.
/// </summary>
internal sealed class Recorder : ILogReceiver
{
    private readonly Lock _lock = new();
    private readonly List<Delivery> _deliveries = [];
    private readonly List<string> _faults = [];
    private readonly HashSet<int> _owned = [];
    private int _offers;
    private int _gains;

    /// <summary>Whether there is room for the next record.</summary>
    public bool HasRoom { get; set; } = true;

    /// <summary>The number of offers, taken or not.</summary>
    public int Offers => Read(() => _offers);

    /// <summary>How often a partition was gained; once each if nothing fails.</summary>
    public int Gains => Read(() => _gains);

    /// <summary>The records that were taken, in this order.</summary>
    public IReadOnlyList<Delivery> Deliveries => Read<IReadOnlyList<Delivery>>(() => [.. _deliveries]);

    /// <summary>The partitions that this node reads now, in order.</summary>
    public IReadOnlyList<int> Owned => Read<IReadOnlyList<int>>(() => [.. _owned.Order()]);

    /// <summary>The violations of the port's rules by the log.</summary>
    public IReadOnlyList<string> Faults => Read<IReadOnlyList<string>>(() => [.. _faults]);

    public bool Received(int partition, long offset, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            _offers++;
            Unless(_owned.Contains(partition), $"Received {offset} of partition {partition} without owning it.");
            if (!HasRoom)
            {
                return false;
            }

            _deliveries.Add(new Delivery(partition, offset, Encoding.UTF8.GetString(bytes.Span)));
            return true;
        }
    }

    public void Gained(int partition)
    {
        lock (_lock)
        {
            _gains++;
            Unless(_owned.Add(partition), $"Gained partition {partition} twice.");
        }
    }

    public void Lost(int partition)
    {
        lock (_lock)
        {
            Unless(_owned.Remove(partition), $"Lost partition {partition} without owning it.");
        }
    }

    private void Unless(bool isRight, string fault)
    {
        if (!isRight)
        {
            _faults.Add(fault);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}

/// <summary>One record that a node has taken.</summary>
internal readonly record struct Delivery(int Partition, long Offset, string Text);
