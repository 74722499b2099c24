using System.Net;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Whether a connection string leads off this machine, and whether it then makes sure of its server.</summary>
public static class ServerReach
{
    private const string Localhost = "localhost";

    /// <summary>
    /// The first host that is another machine; null where all are this one. A path is a Unix socket. Nothing is
    /// resolved: a name other than <c>localhost</c> can mean another machine tomorrow.
    /// </summary>
    public static string? FindForeignHost(string connectionString) =>
        HostList.NamesIn(connectionString).FirstOrDefault(host => !IsThisMachine(host));

    /// <summary>
    /// The first host that is another machine, where anybody in between could read along or pose as the server; null
    /// where there is none.
    /// </summary>
    public static string? FindUnverifiedHost(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).SslMode == SslMode.VerifyFull
            ? null
            : FindForeignHost(connectionString);

    private static bool IsThisMachine(string host) =>
        host[0] is '/' or '@'
        || host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
