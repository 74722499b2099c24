using System.Globalization;

namespace Cartwright.Cli.Cluster;

/// <summary>A PostgreSQL server with some of the services' databases, durable as it is by default.</summary>
internal static class PostgresPart
{
    private const string Superuser = "postgres";

    public static Part Create(
        ClusterLayout layout, Installation installed, string name, int port, IReadOnlyList<string> databases)
    {
        var data = layout.DataOf(name);
        return new Part
        {
            Name = name,
            Role = "postgres",
            Port = port,
            PrepareAsync = cancellation => PrepareAsync(installed, data, cancellation),
            Command =
            [
                .. Installation.Unprivileged, Program(installed, "postgres"), "-D", data,
                "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=", "-c", "max_wal_size=2GB", "-c", "max_connections=200",
                "-c", "shared_buffers=256MB",
            ],
            IsReadyAsync = cancellation => IsReadyAsync(installed, port, cancellation),
            FinishAsync = cancellation => MakeDatabasesAsync(installed, port, databases, cancellation),
        };
    }

    /// <summary>How a service of this cluster reaches its database: as a role that owns nothing else.</summary>
    public static string ConnectionOf(int port, string service) =>
        $"Host=127.0.0.1;Port={port};Username=cartwright_{service};Database=cartwright_{service}";

    private static async Task PrepareAsync(Installation installed, string data, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            return;
        }

        await Installation.GiveDirectoryAsync(data, cancellation);

        // Trust is for this machine's loopback only: the server listens nowhere else.
        await Tool.RunAsync(
            [
                .. Installation.Unprivileged, Program(installed, "initdb"), "-D", data, "-U", Superuser,
                "--auth=trust", "--encoding=UTF8", "--no-locale", "--data-checksums",
            ],
            cancellation);
    }

    private static async Task<bool> IsReadyAsync(Installation installed, int port, CancellationToken cancellation)
    {
        try
        {
            await Tool.RunAsync(
                [Program(installed, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{port}", "-U", Superuser],
                cancellation);
            return true;
        }
        catch (ClusterFault)
        {
            return false;
        }
    }

    // Each step by itself: whatever ended an earlier start between two of them, this one goes on from there.
    private static async Task MakeDatabasesAsync(
        Installation installed, int port, IReadOnlyList<string> databases, CancellationToken cancellation)
    {
        var known = (await AskAsync(
            "SELECT 'role ' || rolname FROM pg_roles UNION ALL SELECT 'database ' || datname FROM pg_database"))
            .Split('\n');
        foreach (var name in databases.Select(service => $"cartwright_{service}"))
        {
            if (!known.Contains($"role {name}"))
            {
                await AskAsync($"CREATE ROLE {name} LOGIN");
            }

            if (!known.Contains($"database {name}"))
            {
                await AskAsync($"CREATE DATABASE {name} OWNER {name}");
            }

            await AskAsync($"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC");
        }

        Task<string> AskAsync(string sql) => PostgresPart.AskAsync(installed, port, sql, cancellation);
    }

    private static async Task<string> AskAsync(
        Installation installed, int port, string sql, CancellationToken cancellation) => (await Tool.RunAsync(
            [
                Program(installed, "psql"), "-h", "127.0.0.1", "-p", $"{port}", "-U", Superuser, "-d", "postgres",
                "-v", "ON_ERROR_STOP=1", "-Atqc", sql,
            ],
            cancellation)).Trim();

    private static string Program(Installation installed, string name) => Path.Combine(installed.Postgres, name);
}
