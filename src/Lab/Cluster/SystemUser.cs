using System.Globalization;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>A user of this machine that a part runs as where the supervisor is root.</summary>
internal sealed record SystemUser(string Name, uint User, uint Group)
{
    private const string Users = "/etc/passwd";
    private const string Nobody = "nobody";

    // Not when the class is loaded: the sentence would be hidden in a TypeInitializationException.
    private static readonly Lazy<SystemUser> _database = new(() => FindUser("postgres", File.ReadLines(Users)));
    private static readonly Lazy<SystemUser> _broker = new(() => FindUser("kafka", File.ReadLines(Users)));

    /// <summary>The user of the database servers, Patroni and etcd. PostgreSQL refuses to run as root.</summary>
    /// <exception cref="ClusterFault">The machine has neither this user nor `nobody`.</exception>
    public static SystemUser Database => _database.Value;

    /// <summary>
    /// The user of the brokers: one of their own, where the machine has it, so that no other process of `nobody`
    /// reaches their files.
    /// </summary>
    /// <exception cref="ClusterFault">The machine has neither this user nor `nobody`.</exception>
    public static SystemUser Broker => _broker.Value;

    /// <summary>Begins a command line that runs a program as this user; empty where this is not root.</summary>
    public IReadOnlyList<string> Prefix => Installation.IsRoot
        ? ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--no-new-privs", "--"]
        : [];

    /// <summary>A user, or `nobody`, among the lines of a file like <c>/etc/passwd</c>.</summary>
    internal static SystemUser FindUser(string name, IEnumerable<string> users) =>
        ReadUser(name, users) ?? ReadUser(Nobody, users)
        ?? throw new ClusterFault($"This machine has no user '{name}' and no user '{Nobody}'.");

    private static SystemUser? ReadUser(string name, IEnumerable<string> users) => users
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => new SystemUser(name, Number(fields[2]), Number(fields[3])))
        .FirstOrDefault();

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
