using Cartwright.Conformance.Servers;
using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;

namespace Cartwright.Conformance.Postgres;

/// <summary>A store on a database of its own, reached through a proxy that can cut its connections.</summary>
public class PostgresHarness : StoreHarness, IAtRestHarness
{
    private readonly bool _isSecured;
    private readonly CuttingProxy _proxy;
    private PostgresStore _store;

    public PostgresHarness()
        : this(isSecured: false)
    {
    }

    // The constructor of a harness cannot wait.
    private protected PostgresHarness(bool isSecured)
    {
        _isSecured = isSecured;
        Database = Task.Run(() => PostgresDatabase.TakeAsync()).GetAwaiter().GetResult();
        _proxy = new CuttingProxy(Database.Server.Port);
        _store = Task.Run(OpenAsync).GetAwaiter().GetResult();
    }

    public override IStore Store => _store;

    public override IIdBlocks Ids => _store.Ids;

    public IDatabaseAtRest AtRest => new PostgresAtRest(OptionsOf(), Role.Stock);

    internal PostgresDatabase Database { get; }

    /// <summary>Whether the database must not be used by another test.</summary>
    internal bool IsSpoiled { get; set; }

    public override async ValueTask ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = await OpenAsync();
    }

    public override void MakeNextCommitUnknown(bool happens) => _store.CommitSeam = commit =>
    {
        _store.CommitSeam = next => next();
        _proxy.CutNext(isSeenByServer: happens);
        return commit();
    };

    public override Task SpoilAsync(long order) =>
        Database.RunAsync($"UPDATE orders SET lines = '[7]' WHERE order_id = {order}");

    public override Task GiveReasonAsync(long order, string reason) =>
        Database.RunAsync($"UPDATE orders SET reason = '{reason}' WHERE order_id = {order}");

    public async Task<IDatabaseAtRest> MakeEarlierAsync()
    {
        var database = await PostgresDatabase.CreateAsync(isMigrated: false);
        return new PostgresAtRest(database.Options(), Role.Stock);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
        if (!IsSpoiled)
        {
            await Database.GiveBackAsync();
        }
    }

    private Task<PostgresStore> OpenAsync() => Database.OpenAsync(OptionsOf(_proxy.Port));

    private PostgresOptions OptionsOf(int? port = null) =>
        _isSecured ? Database.ServingOptions(port) : Database.Options(port);
}

/// <summary>The same over TLS, as a role that owns nothing and has the rights that `migrate` grants.</summary>
public sealed class SecuredPostgresHarness() : PostgresHarness(isSecured: true);
