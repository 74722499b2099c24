using System.CommandLine;
using Cartwright.Kernel;

namespace Cartwright.Cli.Migrate;

/// <summary>The options that name the roles to which `migrate` gives rights.</summary>
internal sealed class GrantOptions
{
    private readonly Option<string?> _serve = CreateOption(
        "--serve-role", $"Give this role the rights of a node and no others; {RoleGrant.Service} in it is the service");

    private readonly Option<string?> _read = CreateOption(
        "--read-role", "Give this role the rights of verify, saga and pg_dump: to read");

    public void AddTo(Command command)
    {
        command.Add(_serve);
        command.Add(_read);
    }

    public IReadOnlyList<RoleGrant> ReadGrants(ParseResult parsed) =>
    [
        .. new[] { (Option: _serve, IsReader: false), (Option: _read, IsReader: true) }
            .Where(named => parsed.GetValue(named.Option) is { Length: > 0 })
            .Select(named => new RoleGrant(named.Option.Name, parsed.GetValue(named.Option)!, named.IsReader)),
    ];

    /// <summary>The mistakes in the roles for these connections, each as a sentence.</summary>
    public static IEnumerable<string> FindMistakes(
        IReadOnlyList<RoleGrant> grants, IReadOnlyDictionary<Role, string> connections) =>
        GrantMistakes.FindIn(grants, connections);

    private static Option<string?> CreateOption(string name, string description) =>
        new(name) { Description = description, HelpName = "NAME" };
}
