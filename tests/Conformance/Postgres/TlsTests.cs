using Cartwright.Conformance.Servers;
using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>Servers over TLS: which of them are believed, and credentials that change under load.</summary>
public sealed class TlsTests(OwnServer own) : IClassFixture<OwnServer>, IDisposable
{
    private const int Rounds = 3;
    private const int RequestsEach = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-tls-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_certificate_of_another_name_ends_the_start_with_a_sentence()
    {
        var database = await PostgresDatabase.CreateAsync(own.Server);
        await own.Server.ChangeCertificateAsync("db.example");
        try
        {
            var message = await RefusalAsync(database.ServingOptions());
            Assert.Contains("for another host", message, StringComparison.Ordinal);
        }
        finally
        {
            await own.Server.ChangeCertificateAsync();
        }

        await using var store = await StartAsync(database.ServingOptions());
    }

    [Fact]
    public async Task A_certificate_of_another_authority_ends_the_start_with_a_sentence()
    {
        var database = await PostgresDatabase.CreateAsync(own.Server);
        var others = new TestCertificates(_folder).Begin();
        await RefusalAsync(With(database, text => text.RootCertificate = others.AuthorityFile));
    }

    [Fact]
    public async Task A_missing_authority_ends_the_start_with_a_sentence()
    {
        var database = await PostgresDatabase.CreateAsync(own.Server);
        var message = await RefusalAsync(With(database, text => text.RootCertificate = "/nowhere/ca.pem"));
        Assert.Contains("/nowhere/ca.pem", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_in_the_clear_ends_the_start_with_a_sentence()
    {
        var database = await PostgresDatabase.CreateAsync(own.Server);
        await own.Server.RunAsync("ALTER SYSTEM SET ssl = off", "SELECT pg_reload_conf()");
        try
        {
            await Eventually.IsAsync("the server has no TLS", TimeSpan.FromSeconds(10), async () =>
                await own.Server.AskAsync("SHOW ssl") is "off");
            var message = await RefusalAsync(database.ServingOptions());
            Assert.Contains("does not speak TLS", message, StringComparison.Ordinal);
        }
        finally
        {
            await own.Server.RunAsync("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
            await Eventually.IsAsync("the server has TLS", TimeSpan.FromSeconds(10), async () =>
                await own.Server.AskAsync("SHOW ssl") is "on");
        }
    }

    /// <summary>
    /// In each round the password, the server's certificate and its authority change, and all connections end.
    /// </summary>
    [Fact]
    public async Task Credentials_that_change_under_load_cost_no_request()
    {
        var database = await PostgresDatabase.CreateAsync(own.Server);
        var (password, authority) = (Path.Combine(_folder, "password"), Path.Combine(_folder, "authority.pem"));
        await ChangePasswordAsync(password, "password-0");
        File.Copy(own.Server.AuthorityFile, authority);
        var options = With(database, text => (text.Password, text.RootCertificate) = ("never", authority)) with
        {
            ReadPassword = () => File.ReadAllText(password),
        };
        await using var store = await StartAsync(options);
        await using var node = new ShopNode(
            [ShopServices.Stock],
            store,
            store.Ids,
            log: null,
            new NodeOptions { DecidesLocally = false, Receivers = ShopServices.Roles, PatienceMs = 60_000 },
            TimeProvider.System,
            NullLogger.Instance);
        await node.Engine.StartAsync(Stop);
        var item = Item.Table.KeyOf(1);
        await using (var lane = await store.OpenLaneAsync(Stop))
        {
            var writes = new WriteSet();
            writes.Rows.Add(new RowWrite(item, new Item { Price = 1 }, 0));
            await lane.CommitAsync(writes);
        }

        for (var round = 1; round <= Rounds; round++)
        {
            var requests = Enumerable.Range(0, RequestsEach)
                .Select(_ => node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add")).ToList();
            await ChangePasswordAsync(password, $"password-{round}");
            await own.Server.ChangeAuthorityAsync(authority);
            await own.Server.RunAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + $"WHERE usename = $${PostgresServer.ServingRole}$$");
            requests.AddRange(Enumerable.Range(0, RequestsEach)
                .Select(_ => node.Engine.AskAsync(new AddStock(new ItemId(1), 1), "add")));
            await Task.WhenAll(requests).WaitAsync(TimeSpan.FromSeconds(90), Stop);
        }

        var found = new Stores.Found();
        await store.ReadAsync([item], found, Stop);
        Assert.Equal(Rounds * RequestsEach * 2, ((Item)found.StateOf(item)!).Stock);
        await own.Server.RunAsync(PostgresServer.PasswordStatement);
    }

    private async Task ChangePasswordAsync(string file, string password)
    {
        await own.Server.RunAsync($"ALTER ROLE \"{PostgresServer.ServingRole}\" PASSWORD '{password}'");
        await File.WriteAllTextAsync(file, password, Stop);
    }

    private static PostgresOptions With(PostgresDatabase database, Action<NpgsqlConnectionStringBuilder> change)
    {
        var text = new NpgsqlConnectionStringBuilder(database.ServingOptions().ConnectionString);
        change(text);
        return new PostgresOptions { ConnectionString = text.ConnectionString };
    }

    private static Task<PostgresStore> StartAsync(PostgresOptions options) => PostgresStore.OpenAsync(
        options, [Role.Stock], readersMax: 2, TimeProvider.System, Stop);

    private static async Task<string> RefusalAsync(PostgresOptions options)
    {
        var fault = await Assert.ThrowsAsync<FatalFault>(() => StartAsync(options));
        Assert.Equal("untrusted-server", fault.Code);
        return fault.Message;
    }
}
