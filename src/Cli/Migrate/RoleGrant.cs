using Cartwright.Kernel;

namespace Cartwright.Cli.Migrate;

/// <summary>A role of the database servers that gets its rights from `migrate`.</summary>
/// <param name="Option">The option that names it.</param>
/// <param name="Name">Its name; <see cref="Service"/> in it stands for the name of the service.</param>
/// <param name="IsReader">Whether it only reads.</param>
internal sealed record RoleGrant(string Option, string Name, bool IsReader)
{
    /// <summary>The part of a name that is the service's.</summary>
    public const string Service = "{service}";

    /// <summary>The name of the role in the database of a service.</summary>
    public string NameFor(Role service) => Name.Replace(Service, service.Name, StringComparison.Ordinal);
}
