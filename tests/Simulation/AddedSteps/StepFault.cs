using System.Text;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Cluster;

namespace Cartwright.Simulation.AddedSteps;

internal enum StepFaultKind
{
    /// <summary>The node crashes after it has decided the command, before its batch is committed.</summary>
    CrashBeforeCommit,

    /// <summary>The node crashes after the commit, before the answer has left.</summary>
    CrashAfterCommit,

    /// <summary>The log confirms the command and loses it.</summary>
    Lost,

    /// <summary>The command arrives twice.</summary>
    Duplicated,

    /// <summary>The command arrives after messages that were sent later.</summary>
    Reordered,
}

/// <summary>A fault at one command of a saga, each of the first times that a world meets it.</summary>
/// <param name="kind">The fault.</param>
/// <param name="command">The command.</param>
/// <param name="answer">The message that follows from the command.</param>
internal sealed class StepFault(StepFaultKind kind, Type command, Type? answer)
{
    private const int TimesMax = 5;
    private const long DelayUs = 20_000_000;

    private readonly byte[] _sent = Encoding.UTF8.GetBytes(
        $"\"{ShippingWire.NameOf(kind is StepFaultKind.CrashAfterCommit ? answer! : command)}\"");

    /// <summary>How often the fault has happened.</summary>
    public int Met { get; private set; }

    public Wiring In(Wiring wiring) => wiring with
    {
        ServiceAt = (service, place) => new Deciding(this, service, place),
        LogAt = (log, place) => new Sending(this, log, place),
    };

    private bool Happens(bool isMet)
    {
        var happens = isMet && Met < TimesMax;
        Met += happens ? 1 : 0;
        return happens;
    }

    private sealed class Deciding(StepFault fault, IService inner, NodePlace place) : IService
    {
        public Role Role => inner.Role;

        public IReadOnlyList<Table> Tables => inner.Tables;

        public void AddKeys(Message message, ICollection<Key> keys) => inner.AddKeys(message, keys);

        public Decision Decide(IRows rows, Message message, long now)
        {
            if (fault.Happens(fault.IsCrashAt(message)))
            {
                place.Kill();
            }

            return inner.Decide(rows, message, now);
        }

        public Message SweepMessage(Key key) => inner.SweepMessage(key);
    }

    private bool IsCrashAt(Message message) =>
        kind is StepFaultKind.CrashBeforeCommit && message.GetType() == command;

    private bool IsAt(Envelope envelope) => kind is not StepFaultKind.CrashBeforeCommit && !envelope.IsPublic
        && envelope.Bytes.Span.IndexOf(_sent) >= 0;

    private void Send(ILog log, NodePlace place, Envelope envelope, Action<long> confirmed)
    {
        switch (kind)
        {
            case StepFaultKind.CrashAfterCommit:
                place.Kill();
                break;
            case StepFaultKind.Lost:
                confirmed(envelope.Id);
                break;
            case StepFaultKind.Duplicated:
                log.Send(envelope, confirmed);
                log.Send(envelope, confirmed);
                break;
            case StepFaultKind.Reordered:
                place.World.Scheduler.After(DelayUs, () => log.Send(envelope, _ => { }));
                confirmed(envelope.Id);
                break;
            default:
                throw new InvalidOperationException($"{kind} is no fault of the log.");
        }
    }

    private sealed class Sending(StepFault fault, ILog inner, NodePlace place) : ILog
    {
        public int PartitionsOf(Role role) => inner.PartitionsOf(role);

        public void Subscribe(Role role, ILogReceiver receiver) => inner.Subscribe(role, receiver);

        public void Send(Envelope envelope, Action<long> confirmed)
        {
            if (fault.Happens(fault.IsAt(envelope)))
            {
                fault.Send(inner, place, envelope, confirmed);
            }
            else
            {
                inner.Send(envelope, confirmed);
            }
        }

        public void Advance(Role role, int partition, long offset) => inner.Advance(role, partition, offset);
    }
}
