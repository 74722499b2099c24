using Cartwright.CommandLine.Clusters;
using Cartwright.Conformance.Servers;
using Cartwright.Lab.Cluster;
using Cartwright.Lab.Files;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>
/// Root creates a cluster only where no other user can replace its files: otherwise a link would redirect its changes
/// of modes to any file. Another user changes only its own files, and is not checked.
/// </summary>
public sealed class ClusterLayoutTests : IDisposable
{
    private const UnixFileMode Before = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private static readonly bool IsRoot = Environment.UserName == "root";

    private readonly string _directory = Directory.CreateTempSubdirectory("cartwright-test-").FullName;

    private string Shop => Path.Combine(_directory, "shop");

    [Fact]
    public async Task In_a_directory_that_others_can_write_a_link_leads_nowhere()
    {
        var victim = MakeVictim();
        Directory.CreateDirectory(Shop);
        Directory.CreateSymbolicLink(Path.Combine(Shop, "data"), victim);
        await Machine.RunAsync("chmod", "1777", Shop);

        await RequireRefusedAsync($"Others can write into {Shop}.");

        Assert.Equal(IsRoot, FileModes.ModeOf(victim) == Before);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("settings")]
    [InlineData("log")]
    public async Task A_link_in_place_of_a_folder_is_not_followed(string name)
    {
        var victim = MakeVictim();
        Directory.CreateDirectory(Shop);
        Directory.CreateSymbolicLink(Path.Combine(Shop, name), victim);

        await RequireRefusedAsync($"{Path.Combine(Shop, name)} is a link");

        Assert.Equal(IsRoot, FileModes.ModeOf(victim) == Before);
    }

    [Fact]
    public async Task A_folder_above_that_others_can_write_is_refused_unless_it_is_sticky()
    {
        await Machine.RunAsync("chmod", "777", _directory);
        await RequireRefusedAsync($"Others can exchange {Shop}: {_directory} is not root's alone.");
        Assert.Equal(IsRoot, !Directory.Exists(Shop));

        await Machine.RunAsync("chmod", "1777", _directory);
        await MakeAsync();
    }

    [Fact]
    public async Task The_way_is_followed_over_links()
    {
        var open = Directory.CreateDirectory(Path.Combine(_directory, "open")).FullName;
        Directory.CreateDirectory(Path.Combine(open, "target"));
        Directory.CreateSymbolicLink(Shop, "open/../open/target");
        await MakeAsync();

        await Machine.RunAsync("chmod", "777", open);
        await RequireRefusedAsync($"Others can exchange {Shop}: {open} is not root's alone.");
    }

    [Fact]
    public async Task A_folder_above_that_is_another_users_is_refused()
    {
        // Without root, a process cannot give a file to another user.
        if (IsRoot)
        {
            await Machine.RunAsync("chown", "nobody", _directory);
        }

        await RequireRefusedAsync($"Others can exchange {Shop}: {_directory} is not root's alone.");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string MakeVictim()
    {
        var victim = Directory.CreateDirectory(Path.Combine(_directory, "victim")).FullName;
        FileModes.SetMode(victim, Before);
        return victim;
    }

    private Task MakeAsync() => new ClusterLayout(Shop).CreateFoldersAsync(TestContext.Current.CancellationToken);

    private async Task RequireRefusedAsync(string words)
    {
        var refused = await Record.ExceptionAsync(MakeAsync);
        Assert.Equal(IsRoot, refused is ClusterFault);
        if (IsRoot)
        {
            Assert.StartsWith(words, refused!.Message);
        }
        else
        {
            Assert.Null(refused);
        }
    }
}
