using Cartwright.Cli.Serve;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>The databases of a node's services: PostgreSQL, one for each service.</summary>
internal static class ServiceDatabases
{
    // As long as a read of the admin address is waited for.
    private const int ViewSecondsMax = 5;

    /// <summary>
    /// Opens the stores, brought up to date where the settings want it. A role that may do more than a node needs is a
    /// warning where others reach the server too.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Role, PostgresStore>> OpenAsync(
        ServeOptions options, ILoggerFactory logging, CancellationToken cancellation)
    {
        var logger = logging.CreateLogger(DatabaseLog.Category);
        Dictionary<Role, PostgresStore> stores = [];
        foreach (var role in options.Roles)
        {
            stores[role] = await FirstContact.OpenWhenReachableAsync(
                () => OpenAsync(options, role, cancellation), TimeProvider.System, cancellation);
            if (stores[role].Excess is { } excess && !Exposure.IsLocalDatabase(options.Databases[role]))
            {
                DatabaseLog.ExcessFound(logger, role.Name, excess);
            }
        }

        return stores;
    }

    /// <summary>The one shop that the databases belong to; null where no database belongs to one yet.</summary>
    /// <exception cref="FatalFault"><c>other-shop</c>: they belong to several.</exception>
    public static async Task<ShopId?> FindShopAsync(ServeOptions options, CancellationToken cancellation)
    {
        List<(string Name, ShopId? Shop)> places = [];
        foreach (var role in options.Roles)
        {
            var shop = await FirstContact.OpenWhenReachableAsync(
                () => ShopTable.ReadShopAsync(OptionsOf(options, role), cancellation),
                TimeProvider.System,
                cancellation);
            places.Add(($"The database of {role.Name}", shop));
        }

        return SameShop.IdentityOf(places);
    }

    /// <summary>Makes the databases that belong to no shop yet part of this one.</summary>
    public static async Task AdoptAsync(ServeOptions options, ShopId shop, CancellationToken cancellation)
    {
        foreach (var role in options.Roles)
        {
            await FirstContact.OpenWhenReachableAsync(
                async () =>
                {
                    await ShopTable.AdoptAsync(OptionsOf(options, role), shop, cancellation);
                    return role;
                },
                TimeProvider.System,
                cancellation);
        }
    }

    /// <summary>The parts of a node of these services that its admin address looks at.</summary>
    public static NodeParts PartsOf(ServeOptions options, IReadOnlyDictionary<Role, ShopNode> nodes, IInboxLag lag) =>
        new(
            nodes,
            options.Roles.ToDictionary(role => role, role => ViewOf(options, role)),
            options.Roles.ToDictionary(role => role, role => PostgresAtRest.NameOf(OptionsOf(options, role))),
            lag);

    private static async Task<PostgresStore> OpenAsync(
        ServeOptions options, Role role, CancellationToken cancellation)
    {
        var database = OptionsOf(options, role);
        if (options.Migrates)
        {
            await new PostgresAtRest(database, role).MigrateAsync(looksOnly: false, cancellation);
        }

        return await PostgresStore.OpenAsync(
            database, [role], options.ReadersMax, TimeProvider.System, cancellation);
    }

    private static PostgresOptions OptionsOf(ServeOptions options, Role role) => new()
    {
        ConnectionString = options.Databases[role],
        ReadPassword = options.DatabasePasswords.GetValueOrDefault(role),
        RequireSynchronousStandby = options.RequiresStandby,
    };

    private static Func<IDatabaseView> ViewOf(ServeOptions options, Role role) =>
        new PostgresAtRest(OptionsOf(options, role) with { ViewSecondsMax = ViewSecondsMax }, role).OpenView;
}
