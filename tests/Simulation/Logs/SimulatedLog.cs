using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Logs;

/// <summary>One node's connection to the simulated brokers.</summary>
public sealed class SimulatedLog(SimulatedBrokers brokers, Host host) : ILog
{
    private readonly Dictionary<Role, ILogReceiver> _receivers = [];
    private readonly Queue<Action> _calls = new();

    public Host Host { get; } = host;

    public int PartitionsOf(Role role) => brokers.PartitionsOf(role);

    public void Subscribe(Role role, ILogReceiver receiver)
    {
        _receivers[role] = receiver;
        brokers.Join(role, this);
    }

    public void Send(Envelope envelope, Action<long> confirmed) => brokers.Send(this, envelope, confirmed);

    public void Advance(Role role, int partition, long offset) => brokers.Advance(this, role, partition, offset);

    /// <summary>The node leaves in order: its partitions are free at once.</summary>
    public void Leave() => brokers.Leave(this);

    /// <summary>Calls the node; its calls keep their order, whatever else runs in it.</summary>
    internal void Call(Action action)
    {
        _calls.Enqueue(action);
        Host.Run(() => _calls.Dequeue()());
    }

    /// <summary>Whether the node has begun to read a service's inbox.</summary>
    internal bool Reads(Role role) => _receivers.ContainsKey(role);

    internal ILogReceiver ReceiverOf(Role role) => _receivers[role];
}
