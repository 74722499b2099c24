using System.Globalization;

namespace Cartwright.Cli.Cluster;

/// <summary>A user of this machine as whom a part runs where the supervisor is root.</summary>
internal sealed record Account(string Name, uint User, uint Group)
{
    private const string Users = "/etc/passwd";
    private const string Nobody = "nobody";

    /// <summary>The user of the database servers, Patroni and etcd. PostgreSQL refuses to run as root.</summary>
    public static Account Database { get; } = Find("postgres");

    /// <summary>
    /// The user of the brokers: one of their own, where the machine has it, so that no other process of nobody reaches
    /// their files.
    /// </summary>
    public static Account Broker { get; } = Find("kafka");

    /// <summary>Begins a command line that runs a program as this user; empty where this is not root.</summary>
    public IReadOnlyList<string> Prefix => Installation.IsRoot
        ? ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--no-new-privs", "--"]
        : [];

    private static Account Find(string name) => Read(name) ?? Read(Nobody)
        ?? throw new ClusterFault($"This machine has no user '{name}' and none called '{Nobody}'.");

    private static Account? Read(string name) => File.ReadLines(Users)
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => new Account(name, Number(fields[2]), Number(fields[3])))
        .FirstOrDefault();

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
