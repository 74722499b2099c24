using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Another user of the machine attacks three database servers, and the store that elects their leader.
/// </summary>
[Trait("Kind", "Campaign")]
[Collection<ThreeDatabaseServers>]
public sealed class OtherUserOfServersTests(ReplicatedNodes nodes)
{
    private static readonly string[] _orders =
        ["restart", "reload", "reinitialize", "switchover", "failover", "failsafe"];

    [Fact]
    public async Task A_Patroni_takes_no_orders()
    {
        var cluster = await ClusterAsync();
        using var client = new HttpClient();
        foreach (var part in await PartsAsync(cluster, "patroni"))
        {
            foreach (var order in _orders)
            {
                var url = new Uri($"http://127.0.0.1:{Text(part.Port)}/{order}");
                using var answer = await client.PostAsJsonAsync(
                    url, new { leader = part.Name }, TestContext.Current.CancellationToken);
                Assert.Equal((order, HttpStatusCode.Unauthorized), (order, answer.StatusCode));
            }

            using var changed = await client.PatchAsJsonAsync(
                new Uri($"http://127.0.0.1:{Text(part.Port)}/config"),
                new { synchronous_mode = false },
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, changed.StatusCode);
        }
    }

    [Fact]
    public async Task An_etcd_talks_to_nobody_without_its_key()
    {
        var cluster = await ClusterAsync();
        var ports = await File.ReadAllTextAsync(
            Path.Combine(cluster.Folder, "ports.json"), TestContext.Current.CancellationToken);
        var all = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, int>>(ports)!
            .Where(port => port.Key.StartsWith("etcd-", StringComparison.Ordinal)).Select(port => port.Value).ToList();
        Assert.Equal(6, all.Count);
        foreach (var port in all)
        {
            foreach (var scheme in new[] { "http", "https" })
            {
                var written = await OtherUser.RunAsync(
                    "curl", "-sk", "--max-time", "5", "-X", "PUT", "-d", "value=other",
                    $"{scheme}://127.0.0.1:{Text(port)}/v2/keys/service/cartwright/leader");
                Assert.True(written.ExitCode != 0, $"{scheme} {port}: {written.Output}");
                Assert.DoesNotContain("node", written.Output, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The folder belongs to the database user, which can put a link to any file of root there.</summary>
    [Fact]
    public async Task A_link_in_the_folder_of_a_server_is_not_followed()
    {
        var cluster = await ClusterAsync();
        var target = Path.Combine(cluster.Folder, "target");
        await File.WriteAllTextAsync(target, "root's own", TestContext.Current.CancellationToken);
        string[] links =
        [
            .. new[] { "patroni.yml", "databases.sql" }
                .Select(name => Path.Combine(cluster.Folder, "data", "patroni-3", name)),
        ];
        Array.ForEach(links, link => File.CreateSymbolicLink(link, target));
        await cluster.SayAsync("stop patroni-3");
        await cluster.SayAsync("start patroni-3");
        Assert.Equal("root's own", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal("0", await OtherUser.OfFileAsync(target));
        Array.ForEach(links, File.Delete);
    }

    [Fact]
    public async Task A_database_server_lets_nobody_in_without_a_password()
    {
        var cluster = await ClusterAsync();
        foreach (var part in (await cluster.StatusAsync()).Where(part => part.Name.StartsWith("postgres-")))
        {
            foreach (var role in new[] { "postgres", "replicator", "cartwright_order" })
            {
                var asked = await OtherUser.RunAsync(
                    "psql", "-w", "-h", "127.0.0.1", "-p", Text(part.Port), "-U", role, "-d", "postgres", "-c", "\\l");
                Assert.True(asked.ExitCode == 2, $"{role} at {part.Name}: {asked.Output}{asked.Error}");
            }
        }
    }

    private Task<RunningCluster> ClusterAsync()
    {
        OtherUser.RequireRoot();
        return nodes.Cluster.GetAsync();
    }

    private static async Task<List<PartStatus>> PartsAsync(RunningCluster cluster, string role) =>
        [.. (await cluster.StatusAsync()).Where(part => part.Role == role)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
