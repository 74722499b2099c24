using System.Text.Json;
using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>How to connect to the parts of a cluster; `ClusterFaults` runs the lines of a real one.</summary>
public sealed class ConnectionLinesTests : IDisposable
{
    private const string Shop = "http://127.0.0.1:8000";

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    [Fact]
    public void Each_service_has_its_server()
    {
        MakePorts(new()
        {
            ["postgres-order"] = 11, ["postgres-stock"] = 12, ["postgres-payment"] = 13, ["gateway-admin"] = 14,
        });
        Assert.Equal(
            [
                ("shop", Shop),
                ("console", "http://127.0.0.1:14"),
                ("order database", Psql("order", "127.0.0.1", "11")),
                ("stock database", Psql("stock", "127.0.0.1", "12")),
                ("payment database", Psql("payment", "127.0.0.1", "13")),
                ("Kafka", "--bootstrap-server 127.0.0.1:21"),
            ],
            LinesFor(Broker(1, 21)));
    }

    [Fact]
    public void One_server_has_all_databases()
    {
        MakePorts(new() { ["postgres"] = 11 });
        Assert.Contains(("stock database", Psql("stock", "127.0.0.1", "11")), LinesFor(Broker(1, 21)));
    }

    [Fact]
    public void Of_three_servers_psql_takes_the_one_that_accepts_writes()
    {
        MakePorts(new() { ["postgres-1"] = 11, ["postgres-2"] = 12, ["postgres-3"] = 13 });
        var lines = LinesFor(Broker(1, 21), Broker(2, 22), Broker(3, 23));
        Assert.Contains(
            ("stock database",
                $"PGTARGETSESSIONATTRS=read-write {Psql("stock", "127.0.0.1,127.0.0.1,127.0.0.1", "11,12,13")}"),
            lines);
        Assert.Contains(("Kafka", "--bootstrap-server 127.0.0.1:21,127.0.0.1:22,127.0.0.1:23"), lines);
    }

    // Of a version without one.
    [Fact]
    public void A_cluster_without_an_admin_address_has_no_console()
    {
        MakePorts(new() { ["postgres"] = 11 });
        Assert.DoesNotContain("console", LinesFor(Broker(1, 21)).Select(line => line.Name));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Psql(string service, string hosts, string ports) =>
        $"PGPASSWORD=$(cat '{_directory}/settings/{service}-password') psql -h {hosts} -p {ports} "
        + $"-U cartwright_{service} -d cartwright_{service}";

    private void MakePorts(Dictionary<string, int> ports) =>
        File.WriteAllText(Path.Combine(_directory, "ports.json"), JsonSerializer.Serialize(ports));

    private List<(string Name, string Text)> LinesFor(params PartStatus[] brokers) =>
        [.. ConnectionLines.LinesFor(new ClusterLayout(_directory), Shop, brokers)];

    private static PartStatus Broker(int number, int port) =>
        new($"kafka-{number}", "kafka", Pid: 1, port, "log", Ready: true, Restarts: 0);
}
