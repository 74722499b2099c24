using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Faults.Processes;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Serve;

/// <summary>A node that is stopped while it waits for its dependencies.</summary>
public sealed class StoppedStartTests(ServicesServer server) : IClassFixture<ServicesServer>
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The listener accepts connections and never answers, like a broker that hangs.
    [Fact]
    public async Task A_node_that_waits_for_its_brokers_ends_at_SIGTERM()
    {
        await server.PrepareAsync();
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        using var node = Process.Start(ShopProgram.Verb(
            "serve", "--urls", "http://127.0.0.1:0", "--roles", "stock",
            "--postgres-stock", server.ConnectionOf(Role.Stock), "--kafka", $"{broker.LocalEndpoint}"))!;
        try
        {
            using var met = await broker.AcceptTcpClientAsync(Stop).AsTask().WaitAsync(StartPatience, Stop);
            using (var kill = Process.Start("kill", ["-TERM", $"{node.Id}"]))
            {
                await kill.WaitForExitAsync(Stop);
            }

            await node.WaitForExitAsync(Stop).WaitAsync(StopMax, Stop);
            Assert.Equal(CommandLineRun.Interrupted, node.ExitCode);
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill();
            }
        }
    }
}
