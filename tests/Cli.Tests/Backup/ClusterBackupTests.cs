using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Npgsql;

namespace Cartwright.Cli.Tests.Backup;

/// <summary>
/// `backup` and `restore` of three databases, without nodes, on a real PostgreSQL server: what is refused changes
/// nothing, and what is restored in part is not served.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClusterBackupTests(BackedUpServer backedUp) : IClassFixture<BackedUpServer>, IAsyncDisposable
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = backedUp.CopyBackup();
    private bool _hasFilled;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Place => Path.Combine(_folder, BackedUpServer.Name);

    private string Manifest => Path.Combine(Place, "manifest.json");

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_hasFilled)
        {
            await backedUp.EmptyTargetsAsync();
        }
    }

    [Fact]
    public async Task A_backup_becomes_the_same_shop_which_nodes_serve()
    {
        _hasFilled = true;
        Assert.Equal(0, (await RestoreAsync()).Status);
        Assert.Equal(8L, await ServicesServer.ExecuteAsync(
            backedUp.TargetOf(Role.Stock), "SELECT stock FROM items WHERE item_id = 2"));
        foreach (var role in ShopServices.Roles)
        {
            await OpenTargetAsync(role);
            Assert.Equal(
                await ServicesServer.ExecuteAsync(backedUp.Server.ConnectionOf(role), "SELECT shop_id FROM shop"),
                await ServicesServer.ExecuteAsync(backedUp.TargetOf(role), "SELECT shop_id FROM shop"));
        }
    }

    [Fact]
    public async Task Only_its_owner_reads_it()
    {
        Directory.Delete(Place, recursive: true);
        Assert.Equal(0, (await BackedUpServer.RunAsync(["backup", Place, .. backedUp.Server.Options])).Status);
        Assert.Equal(OwnerReads | UnixFileMode.UserExecute, File.GetUnixFileMode(Place));
        var files = Directory.GetFiles(Place);
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(OwnerReads, File.GetUnixFileMode(file)));
        Assert.Equal([Place], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_directory_that_exists_is_not_replaced()
    {
        var before = await File.ReadAllBytesAsync(Manifest, Stop);
        var (status, _, errors) = await BackedUpServer.RunAsync(["backup", Place, .. backedUp.Server.Options]);
        Assert.Equal(1, status);
        Assert.Contains("A backup replaces nothing", errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Manifest, Stop));
    }

    [Fact]
    public async Task Databases_that_are_not_empty_are_refused()
    {
        _hasFilled = true;
        await ServicesServer.ExecuteAsync(backedUp.TargetOf(Role.Payment), "CREATE TABLE mine (id int)");
        var (status, errors) = await RestoreAsync();
        Assert.Equal(2, status);
        Assert.Contains("The database of payment is not empty: it has mine.", errors, StringComparison.Ordinal);
        await RequireEmptyAsync(Role.Order, Role.Stock);
    }

    [Fact]
    public async Task A_dump_that_is_not_as_it_was_written_is_refused()
    {
        var dump = Path.Combine(Place, "stock.dump");
        var bytes = await File.ReadAllBytesAsync(dump, Stop);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(dump, bytes, Stop);
        await RequireRefusedAsync("its size or its SHA-256 is another one");
    }

    [Theory]
    [InlineData("order.dump", "lacks its file")]
    [InlineData("manifest.json", "no backup, or an unfinished one")]
    public async Task A_file_that_is_missing_is_named(string file, string sentence)
    {
        File.Delete(Path.Combine(Place, file));
        await RequireRefusedAsync(sentence);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("null", "It is empty")]
    [InlineData("{}", "cannot be read")]
    [InlineData("""{"format": 2, "shop": "x", "version": "9", "databases": {}}""", "the format 2")]
    [InlineData("""{"format": 1, "shop": "x", "version": "9", "databases": {}}""", "It names no shop")]
    [InlineData(
        """{"format": 1, "shop": "0123456789abcdef0123456789abcdef", "version": "9", "databases": {"order": null}}""",
        "no database of the order service")]
    public async Task A_manifest_of_another_form_is_refused(string text, string sentence)
    {
        await File.WriteAllTextAsync(Manifest, text, Stop);
        await RequireRefusedAsync(sentence);
    }

    // Messages in the topics are newer than the databases.
    [Fact]
    public async Task The_topics_are_named_or_said_to_be_deleted()
    {
        var (status, _, errors) = await BackedUpServer.RunAsync(["restore", Place, .. backedUp.Targets]);
        Assert.Equal(2, status);
        Assert.Contains("--topics-deleted", errors, StringComparison.Ordinal);
        await RequireEmptyAsync([.. ShopServices.Roles]);
    }

    [Fact]
    public async Task Databases_that_are_restored_in_part_are_not_served()
    {
        _hasFilled = true;
        // A dump that PostgreSQL rejects, although it is as the manifest says.
        byte[] broken = [.. "PGDMP"u8, 1, 2, 3];
        await File.WriteAllBytesAsync(Path.Combine(Place, "payment.dump"), broken, Stop);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest, Stop))!;
        var payment = manifest["databases"]!["payment"]!;
        payment["bytes"] = broken.Length;
        payment["sha256"] = Convert.ToHexStringLower(SHA256.HashData(broken));
        await File.WriteAllTextAsync(Manifest, manifest.ToJsonString(), Stop);

        var (status, errors) = await RestoreAsync();
        Assert.Equal(2, status);
        Assert.Contains("pg_restore failed", errors, StringComparison.Ordinal);
        foreach (var role in (Role[])[Role.Order, Role.Stock])
        {
            var refused = await Assert.ThrowsAsync<FatalFault>(() => OpenTargetAsync(role));
            Assert.Equal("other-schema", refused.Code);
            Assert.Contains("unfinished-restore", refused.Message, StringComparison.Ordinal);
        }

        // Emptied, they take a whole backup.
        await backedUp.EmptyTargetsAsync();
        Directory.Delete(Place, recursive: true);
        Assert.Equal(0, (await BackedUpServer.RunAsync(["backup", Place, .. backedUp.Server.Options])).Status);
        Assert.Equal(0, (await RestoreAsync()).Status);
    }

    // A batch of a node would wait for the lock, and so would the backup for the batch.
    [Fact]
    public async Task A_batch_that_does_not_end_is_waited_for_with_a_bound()
    {
        await using var busy = new NpgsqlConnection(backedUp.Server.ConnectionOf(Role.Payment));
        await busy.OpenAsync(Stop);
        await using (var batch = await busy.BeginTransactionAsync(Stop))
        {
            await using var lockRows = new NpgsqlCommand(
                "LOCK TABLE lanes IN ROW EXCLUSIVE MODE", busy, batch);
            await lockRows.ExecuteNonQueryAsync(Stop);
            var other = Path.Combine(_folder, "other");
            var (status, _, errors) = await BackedUpServer.RunAsync(["backup", other, .. backedUp.Server.Options]);
            Assert.Equal(1, status);
            Assert.NotEmpty(errors);
            Assert.Equal([Place], Directory.GetFileSystemEntries(_folder));
        }
    }

    private async Task<(int Status, string Errors)> RestoreAsync()
    {
        var (status, _, errors) = await BackedUpServer.RunAsync(
            ["restore", Place, "--topics-deleted", .. backedUp.Targets]);
        return (status, errors);
    }

    private async Task RequireRefusedAsync(string sentence)
    {
        var (status, errors) = await RestoreAsync();
        Assert.Equal(2, status);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        await RequireEmptyAsync([.. ShopServices.Roles]);
    }

    private async Task RequireEmptyAsync(params Role[] roles)
    {
        foreach (var role in roles)
        {
            Assert.Equal(0L, await ServicesServer.ExecuteAsync(
                backedUp.TargetOf(role), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        }
    }

    private async Task OpenTargetAsync(Role role)
    {
        await using var store = await PostgresStore.OpenAsync(
            new PostgresOptions { ConnectionString = backedUp.TargetOf(role) }, [role], 1, TimeProvider.System, Stop);
    }
}
