using Cartwright.Cli.Configuration;
using Cartwright.Kernel;

namespace Cartwright.Cli.Migrate;

/// <summary>
/// Finds roles that would be given the rights of two works: the grants of the second take away those of the first. It
/// asks no server, so that nothing is changed before.
/// </summary>
internal static class GrantMistakes
{
    /// <summary>Each mistake, as a sentence.</summary>
    public static IEnumerable<string> FindIn(
        IReadOnlyList<RoleGrant> grants, IReadOnlyDictionary<Role, string> connections) =>
        connections.SelectMany(database => FindIn(grants, database.Key, Secrets.UserIn(database.Value)));

    private static IEnumerable<string> FindIn(IReadOnlyList<RoleGrant> grants, Role service, string? owner)
    {
        var option = Settings.Databases[service].Option;
        foreach (var grant in grants)
        {
            var name = grant.NameFor(service);
            if (owner is not null && AreOne(name, owner))
            {
                yield return $"{grant.Option} is {name}, and {option} connects as {owner} to make the tables: grants "
                    + "do not restrict such a role. Give another one.";
            }

            if (grants.TakeWhile(earlier => earlier != grant)
                .FirstOrDefault(earlier => AreOne(earlier.NameFor(service), name)) is { } other)
            {
                yield return $"{other.Option} is {other.NameFor(service)} and {grant.Option} is {name} in the database "
                    + $"of {service.Name}: one role cannot have the rights of both. Give two roles.";
            }
        }
    }

    // A server knows names that differ in case alone, but a person who writes them seldom means two roles.
    private static bool AreOne(string one, string other) =>
        one.Trim('"').Equals(other.Trim('"'), StringComparison.OrdinalIgnoreCase);
}
