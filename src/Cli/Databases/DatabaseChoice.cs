using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.CommandLine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Databases;

/// <summary>Which databases a verb opens: one SQLite file, or PostgreSQL databases of services.</summary>
/// <param name="Embedded">Where the embedded shop is; null for PostgreSQL.</param>
/// <param name="Services">How the databases of the services are reached; empty for the SQLite file.</param>
internal sealed record DatabaseChoice(EmbeddedPlace? Embedded, IReadOnlyDictionary<Role, string> Services)
{
    /// <summary>Each of them.</summary>
    public IEnumerable<IDatabaseAtRest> All => Embedded is { } place
        ? [DatabasesAtRest.In(place)]
        : Services.Select(service => DatabasesAtRest.Of(service.Key, service.Value));

    /// <summary>The database of each service; one file is the database of all.</summary>
    /// <exception cref="UsageFault">A service's database is not set.</exception>
    public IReadOnlyDictionary<Role, IDatabaseAtRest> ByRole
    {
        get
        {
            if (Embedded is { } place)
            {
                var file = DatabasesAtRest.In(place);
                return ShopServices.Roles.ToDictionary(role => role, _ => file);
            }

            return RequireAll().ToDictionary(
                service => service.Key, service => DatabasesAtRest.Of(service.Key, service.Value));
        }
    }

    /// <summary>The database of one service; the others need not be set.</summary>
    /// <exception cref="UsageFault">It is not set.</exception>
    public IDatabaseAtRest RequireDatabase(Role role) =>
        Embedded is { } place ? DatabasesAtRest.In(place)
        : Services.TryGetValue(role, out var connection) ? DatabasesAtRest.Of(role, connection)
        : throw new UsageFault(
            $"The database of the {role.Name} service is needed; {Settings.Databases[role].Option} is not set.");

    /// <summary>How the tables of each service are opened; services in one file share a value.</summary>
    /// <exception cref="UsageFault">A service's database is not set.</exception>
    public IReadOnlyDictionary<Role, Func<IDatabaseView>> ViewsByRole =>
        ByRole.ToDictionary(database => database.Key, database => (Func<IDatabaseView>)database.Value.OpenView);

    /// <summary>How the databases of all services are reached.</summary>
    /// <exception cref="UsageFault">A service's database is not set.</exception>
    public IReadOnlyDictionary<Role, string> RequireAll()
    {
        var missing = Settings.Databases.Where(database => !Services.ContainsKey(database.Key)).ToList();
        return missing.Count == 0
            ? Services
            : throw new UsageFault(
                $"The database of every service is needed; {missing[0].Value.Option} is not set.");
    }
}
