using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>A database server that takes encrypted connections alone, and its clients.</summary>
internal sealed class PostgresProtection(ClusterLayout layout)
{
    private readonly SecuredFiles _files = new(layout);

    /// <summary>The server's arguments.</summary>
    public IReadOnlyList<string> ServerArguments =>
    [
        "-c", "ssl=on", "-c", $"ssl_cert_file={_files.CertificateOf(SecuredFiles.Database)}",
        "-c", $"ssl_key_file={_files.KeyOf(SecuredFiles.Database)}",
    ];

    /// <summary>The variables by which PostgreSQL's own programs check the server.</summary>
    public Dictionary<string, string> ClientVariables => new()
    {
        ["PGSSLMODE"] = "verify-full", ["PGSSLROOTCERT"] = _files.Authority,
    };

    /// <summary>
    /// The statements of a superuser that take from every role the rights which a new server leaves to it. A repeat
    /// changes nothing. The functions are a database's own, so that each is entered.
    /// </summary>
    public static IEnumerable<string> Revocations(IEnumerable<string> databases) =>
    [
        "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC",
        .. databases.Select(database =>
            $"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;\n"
            + $"\\connect {database}\n"
            + "REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) FROM PUBLIC;"),
    ];

    /// <summary>Makes the tables as the owner of each database, and gives its nodes their rights.</summary>
    public async Task MakeTablesAsync(int port, IEnumerable<string> services, CancellationToken cancellation)
    {
        foreach (var service in services)
        {
            var role = ClusterDatabase.RoleOf(service);
            var connection = ClusterDatabase.SecuredOf(
                $"Host=127.0.0.1;Port={port};Database={role}", role, _files.Authority);
            await Tool.RunToolAsync(SecuredArguments.Migration(layout, service, connection), cancellation);
        }
    }
}
