using Cartwright.CommandLine.Clusters;
using Cartwright.Lab.Cluster;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>Which processes belong to a cluster, read from folders like those of <c>/proc</c>.</summary>
public sealed class LeftoversTests : IDisposable
{
    private const string Root = "/var/tmp/shop";
    private readonly string _processes = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    [Fact]
    public void One_is_known_by_the_mark_in_its_environment()
    {
        Make(1, environment: $"PATH=/bin\0{ClusterFiles.Variable}={Root}\0", "sleep\0", user: 0);
        Make(2, environment: $"{ClusterFiles.Variable}={Root}-2\0", $"postgres\0-D\0{Root}/data/postgres\0", user: 0);
        Make(3, environment: "", $"vi\0{Root}/options.json\0", user: 0);
        Assert.Equal([1], Find());
    }

    // Root without CAP_SYS_PTRACE sees the processes of other users like this.
    [Fact]
    public void One_whose_environment_cannot_be_read_is_known_by_its_user_and_its_command()
    {
        Make(1, environment: null, $"postgres\0-D\0{Root}/data/postgres\0", SystemUser.Database.User);
        Make(2, environment: null, $"java\0{Root}/settings/kafka-1.properties\0", SystemUser.Broker.User);
        Make(3, environment: null, $"vi\0{Root}/options.json\0", user: 4_000_000);
        Make(4, environment: null, $"postgres\0-D\0{Root}-2/data/postgres\0", SystemUser.Database.User);
        Assert.Equal(Environment.UserName == "root" ? [1, 2] : [], Find().Order());
    }

    public void Dispose() => Directory.Delete(_processes, recursive: true);

    private List<int> Find() => LeftoverProcesses.FindAll(new ClusterLayout(Root), _processes);

    private void Make(int pid, string? environment, string command, uint user)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_processes, $"{pid}")).FullName;
        File.WriteAllText(Path.Combine(folder, "cmdline"), command);
        File.WriteAllText(Path.Combine(folder, "status"), $"Name:\tx\nUid:\t{user}\t{user}\t{user}\t{user}\n");
        if (environment is not null)
        {
            File.WriteAllText(Path.Combine(folder, "environ"), environment);
        }
        else
        {
            // Root can read a file without read permission. A folder cannot be read as a file, and fails in the same
            // way.
            Directory.CreateDirectory(Path.Combine(folder, "environ"));
        }
    }
}
