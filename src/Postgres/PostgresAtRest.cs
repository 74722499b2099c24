using System.Diagnostics;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>The database of one service as verbs use it, beside its nodes or without them.</summary>
/// <param name="options">How the database is reached.</param>
/// <param name="role">The service.</param>
public sealed class PostgresAtRest(PostgresOptions options, Role role) : IDatabaseAtRest
{
    /// <summary>A host, a port and a name, without a password.</summary>
    public static string NameOf(PostgresOptions options)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        return $"{text.Host}:{text.Port}/{text.Database}";
    }

    public IDatabaseView OpenView() => PostgresReader.Open(options);

    public async Task<int> ChangeAsync(DatabaseChange change, CancellationToken cancellation)
    {
        switch (change)
        {
            case DatabaseChange.Push push:
                return await PostgresChanges.PushAsync(options, push.Row, cancellation);
            case DatabaseChange.Replay replay:
                return await PostgresChanges.ReplayAsync(options, replay.Ids, cancellation);
            case DatabaseChange.Return repair:
                return await PostgresChanges.ReturnAsync(options, repair.Id, repair.Reason, cancellation);
            case DatabaseChange.Drop drop:
                return await PostgresChanges.DropAsync(options, drop.Ids, cancellation);
            case DatabaseChange.Join join:
                await ShopTable.AdoptAsync(options, join.Shop, cancellation);
                return 1;
            case DatabaseChange.Grant grant:
                await RoleGrants.GrantAsync(
                    options, role, grant.Role, grant.IsReader ? RoleKind.Reading : RoleKind.Serving, cancellation);
                return 0;
            default:
                throw new UnreachableException($"There is no change {change}.");
        }
    }

    public Task<IReadOnlyList<string>> MigrateAsync(bool looksOnly, CancellationToken cancellation) => looksOnly
        ? PostgresMigrations.FindMissingAsync(options, [role], cancellation)
        : PostgresMigrations.ApplyMissingAsync(options, [role], cancellation);

    public long CopyTo(string file, Action<long, long> progress, CancellationToken cancellation) =>
        throw new NotSupportedException("A PostgreSQL database is copied by the tools of its server.");
}
