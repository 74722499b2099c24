using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Logs;

/// <summary>
/// The brokers of a log: some partitions for each service, each read by one of its nodes. Records are delivered at
/// least once from the committed offset, late, and sometimes not at all.
/// </summary>
public sealed class SimulatedBrokers(Scheduler scheduler, SeededRandom random, int partitions)
{
    /// <summary>The delay before a record is offered again to a node that had no room, in microseconds.</summary>
    private const long OfferAgainAfter = 40_000;

    private readonly Dictionary<Role, RoleInbox> _inboxes = [];

    public LogFaults Faults { get; set; } = LogFaults.None;

    /// <summary>Whether all brokers are unreachable now.</summary>
    public bool IsDown { get; private set; }

    public long Rebalances { get; private set; }

    public long Wipes { get; private set; }

    public long Delivered { get; private set; }

    public long Repeated { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>How often a node had no room.</summary>
    public long Declined { get; private set; }

    /// <summary>Whether every record in the log is delivered and done.</summary>
    public bool IsDrained => _inboxes.Values.All(inbox => inbox.Partitions.All(p => p.Done == p.Records.Count));

    public int PartitionsOf(Role role) => InboxOf(role).Partitions.Count;

    /// <summary>The number of records in a partition.</summary>
    public long RecordsOf(Role role, int partition) => InboxOf(role).Partitions[partition].Records.Count;

    /// <summary>A partition's committed offset.</summary>
    public long DoneOf(Role role, int partition) => InboxOf(role).Partitions[partition].Done;

    /// <summary>Every public event so far, in the order of arrival; a wipe keeps them here.</summary>
    public List<PublicRecord> Events { get; } = [];

    public void GoDown() => IsDown = true;

    public void ComeBack()
    {
        IsDown = false;
        foreach (var inbox in _inboxes.Values)
        {
            inbox.Partitions.ForEach(partition => Offer(inbox, partition, Delay()));
        }
    }

    /// <summary>Deletes all records; the offsets begin at 0, as in re-created topics.</summary>
    public void Wipe()
    {
        Wipes++;
        foreach (var inbox in _inboxes.Values)
        {
            foreach (var partition in inbox.Partitions)
            {
                var owner = partition.Owner;
                Take(inbox, partition);
                partition.Records.Clear();
                (partition.Done, partition.Position) = (0, 0);
                if (owner is not null)
                {
                    Give(inbox, partition, owner);
                }
            }
        }
    }

    /// <summary>Rebalances a service's partitions among its nodes.</summary>
    public void Rebalance(Role role)
    {
        var inbox = InboxOf(role);
        Rebalances++;
        var members = inbox.Members.ToList();
        random.Shuffle(members);
        foreach (var (index, partition) in inbox.Partitions.Index())
        {
            var next = members.Count == 0 ? null : members[index % members.Count];
            if (!ReferenceEquals(next, partition.Owner))
            {
                Take(inbox, partition);
                if (next is not null)
                {
                    Give(inbox, partition, next);
                }
            }
        }
    }

    internal void Join(Role role, SimulatedLog node)
    {
        InboxOf(role).Members.Add(node);
        scheduler.After(Delay(), () => Rebalance(role));
    }

    internal void Leave(SimulatedLog node)
    {
        foreach (var inbox in _inboxes.Values.Where(inbox => inbox.Members.Remove(node)))
        {
            Rebalance(inbox.Role);
        }
    }

    /// <summary>
    /// A node falls silent; after the session time-out it loses its partitions, whether it is dead or not.
    /// </summary>
    internal void Missed(SimulatedLog node, Func<bool> isBack) => scheduler.After(Faults.SessionTimeout, () =>
    {
        if (!isBack())
        {
            Leave(node);
        }
    });

    /// <summary>A node that had lost its session is back.</summary>
    internal void Rejoin(SimulatedLog node, IEnumerable<Role> roles)
    {
        foreach (var role in roles.Where(role => node.Reads(role) && !InboxOf(role).Members.Contains(node)))
        {
            Join(role, node);
        }
    }

    internal void Advance(SimulatedLog node, Role role, int partition, long offset)
    {
        var place = InboxOf(role).Partitions[partition];
        if (ReferenceEquals(place.Owner, node) && offset <= place.Records.Count)
        {
            place.Done = Math.Max(place.Done, offset);
        }
    }

    internal void Send(SimulatedLog node, Envelope envelope, Action<long> confirmed)
    {
        if (IsDown || random.Chance(Faults.Lost))
        {
            Dropped++;
            return;
        }

        scheduler.After(Delay(), () =>
        {
            if (IsDown)
            {
                Dropped++;
                return;
            }

            if (random.Chance(Faults.ConfirmedAndLost))
            {
                Dropped++;
            }
            else
            {
                Arrive(envelope);
            }

            if (!random.Chance(Faults.ConfirmationLost))
            {
                scheduler.After(Delay(), () => node.Call(() => confirmed(envelope.Id)));
            }
        });
    }

    private void Arrive(Envelope envelope)
    {
        if (envelope.IsPublic)
        {
            Events.AddRange(PublicRecords.RecordsOf(envelope));
            return;
        }

        var inbox = InboxOf(envelope.To);
        var partition = inbox.Partitions[envelope.Partition];
        partition.Records.Add(envelope.Bytes);
        Offer(inbox, partition, Delay());
    }

    private void Offer(RoleInbox inbox, LogPartition partition, long delay)
    {
        if (partition.IsOffering || IsDown || partition.Owner is not { } owner
            || partition.Position >= partition.Records.Count)
        {
            return;
        }

        partition.IsOffering = true;
        var term = partition.Term;
        scheduler.After(delay, () => owner.Call(() =>
        {
            if (partition.Term == term)
            {
                partition.IsOffering = false;
                Deliver(inbox, partition, owner);
            }
        }));
    }

    private void Deliver(RoleInbox inbox, LogPartition partition, SimulatedLog owner)
    {
        if (IsDown || partition.Position >= partition.Records.Count)
        {
            return;
        }

        var receiver = owner.ReceiverOf(inbox.Role);
        if (partition.Position > 0 && random.Chance(Faults.Repeated))
        {
            Repeated++;
            var again = random.Below((int)partition.Position);
            receiver.Received(partition.Number, again, partition.Records[again]);
        }

        var offset = partition.Position;
        scheduler.Trace.Add((offset << 8) ^ partition.Number);
        if (receiver.Received(partition.Number, offset, partition.Records[(int)offset]))
        {
            Delivered++;
            partition.Position = offset + 1;
            Offer(inbox, partition, Delay());
        }
        else
        {
            Declined++;
            Offer(inbox, partition, Delay() + OfferAgainAfter);
        }
    }

    private static void Take(RoleInbox inbox, LogPartition partition)
    {
        if (partition.Owner is { } owner)
        {
            partition.Term++;
            partition.IsOffering = false;
            partition.Owner = null;
            owner.Call(() => owner.ReceiverOf(inbox.Role).Lost(partition.Number));
        }
    }

    // The new reader of a partition may begin before the last one has learnt of its loss.
    private void Give(RoleInbox inbox, LogPartition partition, SimulatedLog owner)
    {
        partition.Term++;
        partition.Owner = owner;
        partition.Position = partition.Done;
        partition.IsOffering = true;
        var term = partition.Term;
        scheduler.After(Delay(), () => owner.Call(() =>
        {
            if (partition.Term == term)
            {
                partition.IsOffering = false;
                owner.ReceiverOf(inbox.Role).Gained(partition.Number);
                Offer(inbox, partition, Delay());
            }
        }));
    }

    private long Delay() => random.Chance(Faults.Slow)
        ? random.Between(0, Faults.SlowMax)
        : random.Between(0, Faults.LatencyMax);

    private RoleInbox InboxOf(Role role)
    {
        if (!_inboxes.TryGetValue(role, out var inbox))
        {
            _inboxes.Add(role, inbox = new RoleInbox(role, partitions));
        }

        return inbox;
    }

    private sealed class RoleInbox(Role role, int partitions)
    {
        public Role Role { get; } = role;

        public List<SimulatedLog> Members { get; } = [];

        public List<LogPartition> Partitions { get; } =
            [.. Enumerable.Range(0, partitions).Select(number => new LogPartition(number))];
    }
}
