using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>A gateway before one node, which dies of every request that changes something.</summary>
public sealed class OneNode : IAsyncLifetime
{
    internal ScriptedNode Node { get; } = ScriptedNode.Dying();

    internal ServerProcess Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await StartGatewayAsync(Node.Address);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        Node.Dispose();
    }

    /// <summary>A gateway before these nodes, for every service.</summary>
    internal static Task<ServerProcess> StartGatewayAsync(string nodes) => ServerProcess.StartAsync(
        "--urls", "http://127.0.0.1:0", "--roles", "gateway", "--order-nodes", nodes, "--stock-nodes", nodes,
        "--payment-nodes", nodes);
}
