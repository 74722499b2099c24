using System.Globalization;
using Cartwright.ClusterFaults.Processes;

namespace Cartwright.ClusterFaults;

/// <summary>
/// Another user of the machine attacks a cluster that root runs: no part obeys that user, reveals a password, or shows
/// a file.
/// </summary>
[Trait("Kind", "Long")]
[Collection<OneNodeARole>]
public sealed class OtherUserTests(SingleNodes nodes)
{
    private const string Root = "0";

    [Fact]
    public async Task A_database_server_lets_nobody_in_without_a_password()
    {
        var cluster = await ClusterAsync();
        foreach (var server in await PartsAsync(cluster, "postgres"))
        {
            foreach (var role in new[] { "postgres", "cartwright_order", "cartwright_stock", "cartwright_payment" })
            {
                var asked = await OtherUser.RunAsync(
                    "psql", "-w", "-h", "127.0.0.1", "-p", Text(server.Port), "-U", role, "-d", "postgres", "-c",
                    "COPY (SELECT 1) TO PROGRAM 'id'");
                Assert.True(asked.ExitCode == 2, $"{role} at {server.Name}: {asked.Output}{asked.Error}");
                Assert.Contains("password", asked.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task No_file_of_a_cluster_is_shown()
    {
        var cluster = await ClusterAsync();
        string[] names =
        [
            "log", "log/order-1.log", "secrets.json", "ports.json", "options.json", "control.sock",
            "supervisor.lock", "settings", "settings/order-password", "settings/postgres-order-access.conf", "data",
            "data/postgres-order", "data/postgres-order/PG_VERSION",
        ];
        foreach (var name in names)
        {
            var path = Path.Combine(cluster.Folder, name);
            Assert.True(Path.Exists(path), path);
            Assert.Equal((path, 1), (path, (await OtherUser.RunAsync("test", "-r", path)).ExitCode));
        }
    }

    /// <summary>
    /// Every user can read the command lines of processes; only the user of a process can read its variables.
    /// </summary>
    [Fact]
    public async Task No_process_tells_a_password_or_what_roots_environment_holds()
    {
        var stop = TestContext.Current.CancellationToken;
        var cluster = await ClusterAsync();
        var passwords = (await ClusterPasswords.ReadAsync(cluster)).Values.ToList();
        Assert.True(passwords.Count >= 6, $"Only {passwords.Count} passwords were found.");
        Assert.Distinct(passwords);
        foreach (var part in await cluster.StatusAsync())
        {
            var process = $"/proc/{Text(part.Pid!.Value)}";
            var line = await File.ReadAllTextAsync(Path.Combine(process, "cmdline"), stop);
            var variables = await File.ReadAllTextAsync(Path.Combine(process, "environ"), stop);
            Assert.All(passwords, password => Assert.DoesNotContain(password, line + variables));
            if (part.Role is "postgres" or "kafka")
            {
                Assert.DoesNotContain("OTEL_", variables, StringComparison.Ordinal);
                Assert.NotEqual(Root, await OtherUser.OfProcessAsync(process));
            }
        }
    }

    /// <summary>A part is prepared at each start; meanwhile its user can have put anything into its folder.</summary>
    [Fact]
    public async Task A_link_in_the_folder_of_a_part_is_not_followed()
    {
        var cluster = await ClusterAsync();
        var target = Path.Combine(cluster.Folder, "target");
        await File.WriteAllTextAsync(target, "root's own", TestContext.Current.CancellationToken);
        var owner = await OtherUser.OfFileAsync(target);
        var link = Path.Combine(cluster.Folder, "data", "kafka-1", "server.properties");
        File.CreateSymbolicLink(link, target);
        await cluster.SayAsync("stop kafka-1");
        await cluster.SayAsync("start kafka-1");
        Assert.Equal("root's own", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(owner, await OtherUser.OfFileAsync(target));
        File.Delete(link);
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
