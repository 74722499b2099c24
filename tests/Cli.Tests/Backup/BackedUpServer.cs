using System.CommandLine;
using Cartwright.Cli.Backup;
using Cartwright.Cli.Restore;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.CommandLine;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Backup;

/// <summary>A server with the three databases of a shop, a backup of them, and three empty databases.</summary>
public sealed class BackedUpServer : IAsyncLifetime
{
    /// <summary>The name of the backup's directory.</summary>
    public const string Name = "backup";

    private readonly string _folder = Directory.CreateTempSubdirectory("backup-tests-").FullName;

    public ServicesServer Server { get; } = new();

    /// <summary>The options for the three empty databases.</summary>
    public IReadOnlyList<string> Targets =>
        [.. ShopServices.Roles.SelectMany(role => (string[])[$"--postgres-{role.Name}", TargetOf(role)])];

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await Server.PrepareAsync();
        await Server.PutAsync(Role.Stock, (Item.Table.KeyOf(2), new Item { Price = 10, Stock = 8, Added = 8 }));
        await EmptyTargetsAsync();
        var (status, said, errors) = await RunAsync(["backup", Path.Combine(_folder, Name), .. Server.Options]);
        Assert.True(status == 0, errors);
        Assert.Contains("It is the shop of ", said, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await Server.DisposeAsync();
    }

    public static Task<(int Status, string Output, string Errors)> RunAsync(IEnumerable<string> words) =>
        Captured.RunWithErrorsAsync(() => CommandLineRun.InvokeAsync(
            new RootCommand { BackupCommand.CreateCommand(), RestoreCommand.CreateCommand() }, [.. words]));

    public string TargetOf(Role role) => Server.ConnectionOf(NameOf(role), user: $"cartwright_{role.Name}");

    /// <summary>Copies the backup into a folder of its own, and returns that folder.</summary>
    public string CopyBackup()
    {
        var folder = Directory.CreateTempSubdirectory("backup-tests-").FullName;
        var copy = Directory.CreateDirectory(Path.Combine(folder, Name)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, Name)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return folder;
    }

    public async Task EmptyTargetsAsync()
    {
        foreach (var role in ShopServices.Roles)
        {
            await Server.AdministerAsync($"DROP DATABASE IF EXISTS {NameOf(role)} WITH (FORCE)");
            await Server.AdministerAsync($"CREATE DATABASE {NameOf(role)} OWNER cartwright_{role.Name}");
        }
    }

    private static string NameOf(Role role) => $"restored_{role.Name}";
}
