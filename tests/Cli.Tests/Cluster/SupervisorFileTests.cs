using System.Globalization;
using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Files;
using Cartwright.Program;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>Names and files of a cluster that differ from machine to machine.</summary>
public sealed class SupervisorFileTests : IDisposable
{
    private static readonly string[] Users = ["root:x:0:0::/root:/bin/sh", "kafka:x:12:13::/:/bin/false"];
    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_user_that_is_missing_is_named()
    {
        Assert.Equal(new SystemUser("kafka", 12, 13), SystemUser.FindUser("kafka", Users));
        Assert.Equal("nobody", SystemUser.FindUser("postgres", [.. Users, "nobody:x:9:9::/:/bin/false"]).Name);
        var fault = Assert.Throws<ClusterFault>(() => SystemUser.FindUser("postgres", Users));
        Assert.Equal("This machine has no user 'postgres' and no user 'nobody'.", fault.Message);
    }

    [Fact]
    public void The_log_behind_a_link_is_the_one_that_is_open()
    {
        var log = Path.Combine(_directory, "supervisor.log");
        var link = _directory + "-link";
        using var file = new FileStream(log, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        var open = string.Create(
            CultureInfo.InvariantCulture, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");
        Directory.CreateSymbolicLink(link, _directory);
        try
        {
            Assert.True(SupervisorLog.LeadsTo(open, Path.Combine(link, "supervisor.log")));
            Assert.False(SupervisorLog.LeadsTo(open, Path.Combine(link, "another.log")));
        }
        finally
        {
            Directory.Delete(link);
        }
    }

    [Theory]
    [InlineData("/var/tmp/shop")]
    [InlineData("/home/ann o'neill/it's $HOME `id` \\ \"")]
    public async Task A_path_is_one_word_of_a_command(string path)
    {
        var printed = await Tool.RunToolAsync(["sh", "-c", $"printf '[%s]' {ShellText.Quoted(path)}"], Stop);
        Assert.Equal($"[{path}]", printed);
    }

    [Fact]
    public async Task A_written_file_is_whole_and_its_owners_alone()
    {
        var path = Path.Combine(_directory, "secrets.json");
        await OwnedFiles.WriteFileAsync(path, "é1", owner: null, Stop);
        Assert.Equal("é1", await File.ReadAllTextAsync(path, Stop));
        OwnedFiles.WriteFile(path, "2");
        Assert.Equal("2", await File.ReadAllTextAsync(path, Stop));
        Assert.Equal(FileModes.OwnerOnly, FileModes.ModeOf(path));
        Assert.Equal([path], Directory.GetFiles(_directory));
    }

    // `kill --leave-down` takes parts of the supervisor itself. A database server that runs beside another part is not
    // one.
    [Fact]
    public async Task Examples_name_parts_of_a_cluster_as_it_is_made_without_options()
    {
        var layout = new ClusterLayout(Path.Combine(_directory, "shop"));
        await layout.CreateFoldersAsync(Stop);
        await ClusterSecrets.MakeSecretsAsync(layout, ClusterPlan.Services, Stop);
        var options = new ClusterOptions { Directory = _directory, AskedUrl = "http://127.0.0.1:0", Reply = "final" };
        var parts = ClusterPlan.PlanFor(options, layout, new Installation("", "", null, null))
            .SelectMany(group => group)
            .Select(part => part.Name);
        var named = Examples.All.Select(example => example.Split(' '))
            .Where(words => words is ["cluster", "kill" or "stop" or "start", ..])
            .Select(words => words[2])
            .ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(parts));
    }

    [Theory]
    [InlineData("lose postgres-1", "postgres-1 cannot be left down", "Name patroni-1 instead")]
    [InlineData("stop postgres-3", "postgres-3 cannot be left down, stopped", "Name patroni-3 instead")]
    [InlineData("start postgres-2", "or started: patroni-2 runs it", "it takes postgres-2 with it")]
    [InlineData("stop postgres-4", "There is no 'postgres-4'", "in this cluster")]
    public async Task A_server_that_another_part_runs_is_not_stopped_by_itself(string line, string why, string remedy)
    {
        var layout = new ClusterLayout(Path.Combine(_directory, "shop"));
        await layout.CreateFoldersAsync(Stop);
        await ClusterSecrets.MakeSecretsAsync(layout, ClusterPlan.Services, Stop);
        var options = new ClusterOptions
        {
            Directory = _directory,
            AskedUrl = "http://127.0.0.1:0",
            Reply = "final",
            Servers = DatabaseServers.Replicated,
        };
        var supervisor = new Supervisor(options, layout, new Installation("", "", "etcd", "patroni"));
        var fault = await Assert.ThrowsAsync<ClusterFault>(() => supervisor.RunCommandAsync(line, Stop));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
