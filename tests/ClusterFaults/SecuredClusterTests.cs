using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using Cartwright.ClusterFaults.Processes;
using Confluent.Kafka;

namespace Cartwright.ClusterFaults;

/// <summary>A cluster with `--secure`: connections are encrypted, and clients are asked for credentials.</summary>
[Trait("Kind", "Long")]
public sealed class SecuredClusterTests(SecuredNodes nodes) : IClassFixture<SecuredNodes>
{
    // What a PostgreSQL client sends first, and what a server without an objection to TLS answers.
    private static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];
    private const byte Willing = (byte)'S';

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_verbs_find_their_credentials_in_its_folder()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var check = await RunAsync(
            "check", "--cluster", cluster.Folder, "--users", "100", "--stock", "20", "--orders", "100");
        Assert.Contains("Consistent: 1 x ", check, StringComparison.Ordinal);
        await RunAsync(
            "load", "--cluster", cluster.Folder, "--seconds", "1", "--warmup", "0", "--connections", "8",
            "--orders", "1000", "--items", "100", "--users", "100");
        Assert.NotEmpty(await RunAsync("messages", "tail", "--cluster", cluster.Folder, "--limit", "1"));
        await RunAsync("saga", "list", "--cluster", cluster.Folder, "--limit", "1");
        await RunAsync("parked", "list", "--cluster", cluster.Folder);
        await RunAsync("cluster", "status", "--data", cluster.Folder);
        await cluster.RequireRightBooksAsync();
    }

    // Every port on which one of its processes listens, found as an attacker would, and not by what is written down.
    // Those for probes are in the clear, and have no other path.
    [Fact]
    public async Task Each_port_of_its_processes_is_encrypted_but_those_for_probes()
    {
        var cluster = await nodes.Cluster.GetAsync();
        var parts = await cluster.StatusAsync();
        var probed = (await PortsAsync(cluster)).Where(port => port.Key.EndsWith("-health", StringComparison.Ordinal))
            .Select(port => port.Value).ToList();
        Assert.Equal(parts.Count(part => part.Role is "order" or "stock" or "payment" or "gateway"), probed.Count);
        foreach (var part in parts)
        {
            var ports = ListeningPorts.Of(part.Pid!.Value);
            Assert.Contains(part.Port, ports);
            foreach (var port in ports.Intersect(probed))
            {
                await MustAnswerProbesAloneAsync(port);
            }

            foreach (var port in ports.Except(probed))
            {
                Assert.True(await IsEncryptedAsync(port, part.Role == "postgres"), $"{part.Name}: {port}");
            }
        }
    }

    [Fact]
    public async Task Its_nodes_cannot_delete_an_order()
    {
        var cluster = await nodes.Cluster.GetAsync();
        Assert.Contains("permission denied", await ErrorAsync(cluster, "DELETE FROM orders"), StringComparison.Ordinal);
        Assert.Contains(
            "no encryption", await ErrorAsync(cluster, "SELECT 1", mode: "disable"), StringComparison.Ordinal);
    }

    // What a new server leaves to every role, and the page about databases takes away.
    [Theory]
    [InlineData("cartwright_order", "SELECT lo_create(0)", "permission denied for function lo_create")]
    [InlineData("cartwright_order", "SELECT lo_creat(-1)", "permission denied for function lo_creat")]
    [InlineData("cartwright_order", "SELECT lo_from_bytea(0, 'x')", "permission denied for function lo_from_bytea")]
    [InlineData("cartwright_order", "CREATE TEMPORARY TABLE t (a int)", "permission denied to create temporary tables")]
    [InlineData("cartwright_order", "CREATE TABLE t (a int)", "permission denied for schema")]
    [InlineData("postgres", "SELECT 1", "permission denied for database \"postgres\"")]
    [InlineData("template1", "SELECT 1", "permission denied for database \"template1\"")]
    public async Task A_role_of_its_nodes_has_no_right_that_a_server_leaves_to_every_role(
        string database, string sql, string error)
    {
        var cluster = await nodes.Cluster.GetAsync();
        Assert.Contains(error, await ErrorAsync(cluster, sql, database), StringComparison.Ordinal);
    }

    // Sales come first: a password could be logged with a connection, and a key with a request.
    [Fact]
    public async Task No_secret_is_in_an_argument_a_variable_or_a_log()
    {
        var cluster = await nodes.Cluster.GetAsync();
        await RunAsync("check", "--cluster", cluster.Folder, "--users", "20", "--stock", "5", "--orders", "20");
        var parts = await cluster.StatusAsync();
        var secrets = await ClusterPasswords.ReadAllAsync(cluster);
        var processes = SecretSearch.ReadProcesses();
        var logs = SecretSearch.ReadLogs(cluster.Folder);

        Assert.True(secrets.Count > parts.Count);
        Assert.All(parts, part => Assert.NotEmpty(processes[$"/proc/{part.Pid}/cmdline"]));
        Assert.All(parts, part => Assert.NotEmpty(processes[$"/proc/{part.Pid}/environ"]));
        Assert.All(parts, part => Assert.NotEmpty(logs[Path.Combine(cluster.Folder, "log", $"{part.Name}.log")]));
        var told = processes.Concat(logs)
            .Where(place => secrets.Any(secret => place.Value.Contains(secret, StringComparison.Ordinal)))
            .Select(place => place.Key);
        Assert.Empty(told);
    }

    // A stock service that is taken over cannot pose as the order service.
    [Fact]
    public async Task The_stock_service_cannot_write_to_the_inbox_of_payment()
    {
        var cluster = await nodes.Cluster.GetAsync();
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = $"127.0.0.1:{(await cluster.FindAsync("kafka-1")).Port}",
            SecurityProtocol = SecurityProtocol.SaslSsl,
            SslCaLocation = Path.Combine(cluster.Folder, "ca.pem"),
            SaslMechanism = SaslMechanism.ScramSha512,
            SaslUsername = "stock",
            SaslPassword = (await ClusterPasswords.ReadAsync(cluster))["kafka_stock"],
            MessageTimeoutMs = (int)Patience.TotalMilliseconds,
        }).Build();
        var refused = await Assert.ThrowsAsync<ProduceException<Null, byte[]>>(() => producer.ProduceAsync(
            "cartwright.payment.inbox.v1", new Message<Null, byte[]> { Value = [1] }, Stop));
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, refused.Error.Code);
    }

    // Another run of it belongs to a campaign.
    [Fact]
    [Trait("Kind", "Campaign")]
    public async Task Torture_finds_nothing_wrong()
    {
        var cluster = await nodes.Cluster.GetAsync();
        await using var torture = RunningProgram.Start(
            "torture", "--cluster", cluster.Folder, "--minutes", "3", "--seed", "11");
        var said = (await torture.EndAsync(TimeSpan.FromMinutes(3))).Required().Output;
        Assert.Matches(@"\nNothing was wrong in [1-9]\d* rounds\.", said);
        await Rounds.AllReadyAsync(cluster);
        await cluster.RequireRightBooksAsync();
    }

    // Of a statement as the role of an order node.
    private static async Task<string> ErrorAsync(
        RunningCluster cluster, string sql, string database = "cartwright_order", string mode = "require")
    {
        const string role = "cartwright_order_node";
        var secrets = await ClusterPasswords.ReadAsync(cluster);
        var port = (await cluster.FindAsync("postgres-order")).Port;
        return (await CartwrightProgram.RunOtherAsync(
            "psql",
            "-d",
            $"host=127.0.0.1 port={port} user={role} dbname={database} password={secrets[role]} sslmode={mode}",
            "-Atqc",
            sql)).Error;
    }

    private static async Task<string> RunAsync(params string[] arguments) =>
        (await CartwrightProgram.RunAsync(arguments)).Required().Output;

    private static async Task<Dictionary<string, int>> PortsAsync(RunningCluster cluster) =>
        JsonSerializer.Deserialize<Dictionary<string, int>>(
            await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "ports.json"), Stop))!;

    private static async Task MustAnswerProbesAloneAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
        Assert.Equal("ready", await http.GetStringAsync(new Uri("/healthz/ready", UriKind.Relative), Stop));
        foreach (var path in (string[])["/stock/find/1", "/orders/find/1", "/payment/find_user/1", "/admin/v1/node"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("no-such-path", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    // Whether it makes a handshake. PostgreSQL is asked for one first.
    private static async Task<bool> IsEncryptedAsync(int port, bool isDatabase)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, patience.Token);
        var stream = client.GetStream();
        if (isDatabase)
        {
            await stream.WriteAsync(SslRequest, patience.Token);
            var answer = new byte[1];
            await stream.ReadExactlyAsync(answer, patience.Token);
            Assert.Equal(Willing, answer[0]);
        }

        await using var secured = new SslStream(
            stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" }, patience.Token);
        return secured.IsEncrypted;
    }
}
