using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Engine.Tests.Telemetry;

/// <summary>
/// Three nodes, each with its own database, and the log between them, which the test carries by hand.
/// </summary>
internal sealed class Hops : IDisposable
{
    private readonly MemoryLog _log = new(partitions: 1);
    private readonly Dictionary<Role, TestNode> _nodes;
    private long _offset;

    public Hops()
    {
        _nodes = new Dictionary<Role, TestNode>
        {
            [Role.Order] = new(ShopServices.Order, _log),
            [Role.Stock] = new(ShopServices.Stock, _log),
            [Role.Payment] = new(ShopServices.Payment, _log),
        };
        foreach (var (role, node) in _nodes)
        {
            Sample.Fill(node.Store, orders: 2, stock: 10, credit: 10);
            _log.Gain(role, 0);
        }
    }

    public TestNode Order => _nodes[Role.Order];

    public TestNode Payment => _nodes[Role.Payment];

    /// <summary>Carries envelopes until there are no more, and returns all of them.</summary>
    public List<Envelope> Carry()
    {
        List<Envelope> carried = [];
        while (_log.Sent is { Count: > 0 } sent)
        {
            _log.ConfirmAll();
            foreach (var envelope in sent)
            {
                Deliver(envelope.To, envelope.Bytes);
            }

            carried.AddRange(sent);
        }

        return carried;
    }

    public void Deliver(Role to, ReadOnlyMemory<byte> bytes) =>
        _nodes[to].Pump.Run(() => Assert.True(_log.Deliver(to, 0, _offset++, bytes)));

    public void Dispose()
    {
        foreach (var node in _nodes.Values)
        {
            node.Dispose();
        }
    }
}
