using Cartwright.Cli.Composition;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Cli.Databases;

/// <summary>Which databases a verb opens: one SQLite file, or PostgreSQL databases of services.</summary>
/// <param name="Directory">Where the SQLite file lies; null for PostgreSQL.</param>
/// <param name="Services">How the databases of the services are reached; empty for the SQLite file.</param>
internal sealed record DatabaseChoice(string? Directory, IReadOnlyDictionary<Role, string> Services)
{
    /// <summary>Each of them.</summary>
    public IEnumerable<IDatabaseAtRest> All => Directory is { } directory
        ? [DatabasesAtRest.In(directory)]
        : Services.Select(service => DatabasesAtRest.Of(service.Key, service.Value));
}
