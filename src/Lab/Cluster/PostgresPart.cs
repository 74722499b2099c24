using System.Globalization;
using Cartwright.CommandLine.Clusters;

namespace Cartwright.Lab.Cluster;

/// <summary>A PostgreSQL server with some of the services' databases, durable as it is by default.</summary>
internal static class PostgresPart
{
    private const string Superuser = ClusterSecrets.Superuser;

    public static Part CreatePart(
        ClusterLayout layout,
        Installation installed,
        ClusterSecrets secrets,
        string name,
        int port,
        IReadOnlyList<string> databases,
        bool isSecured = false)
    {
        var protection = isSecured ? new PostgresProtection(layout) : null;
        var files = new Files(layout, name);
        return new Part
        {
            Name = name,
            Role = "postgres",
            Port = port,
            PrepareAsync = cancellation =>
                PrepareAsync(installed, files, secrets, layout, protection is not null, cancellation),
            Command =
            [
                .. SystemUser.Database.Prefix, Program(installed, "postgres"), "-D", files.Data,
                "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=", "-c", $"hba_file={files.Access}", "-c", "max_wal_size=2GB",
                "-c", "max_connections=200", "-c", "shared_buffers=256MB",
                .. protection?.ServerArguments ?? [],
            ],
            Environment = new Dictionary<string, string> { ["HOME"] = files.Data },
            IsReadyAsync = cancellation => IsReadyAsync(installed, port, cancellation),
            FinishAsync = async cancellation =>
            {
                await MakeDatabasesAsync(
                    sql => AskAsync(installed, port, secrets, protection, sql, cancellation),
                    secrets,
                    databases,
                    protection is not null);
                await (protection?.MakeTablesAsync(port, databases, cancellation) ?? Task.CompletedTask);
            },
        };
    }

    private static async Task PrepareAsync(
        Installation installed,
        Files files,
        ClusterSecrets secrets,
        ClusterLayout layout,
        bool isSecured,
        CancellationToken cancellation)
    {
        var account = SystemUser.Database;
        var kind = isSecured ? "hostssl" : "host";
        await OwnedFiles.WriteFileAsync(
            files.Access, $"{kind} all all 127.0.0.1/32 scram-sha-256\n", account, cancellation);
        if (File.Exists(files.Closed))
        {
            return;
        }

        var password = secrets.SecretOf(Superuser);
        if (File.Exists(Path.Combine(files.Data, "PG_VERSION")))
        {
            // Of an earlier version, which required no password. No client can connect to a server in this mode.
            await OwnedFiles.MakeFolderAsync(files.Data, account, cancellation);
            await Tool.RunToolAsync(
                [.. account.Prefix, Program(installed, "postgres"), "--single", "-D", files.Data, "postgres"],
                $"ALTER ROLE {Superuser} PASSWORD '{password}'\n",
                LeftoverProcesses.MarkOf(layout),
                cancellation);
        }
        else
        {
            await OwnedFiles.WriteFileAsync(files.Password, password, account, cancellation);
            await MakeDataAsync(installed, files, layout, cancellation);
            File.Delete(files.Password);
        }

        await OwnedFiles.WriteFileAsync(files.Closed, string.Empty, owner: null, cancellation);
    }

    // initdb writes PG_VERSION among its first files. One that was killed left a directory that looked like a database
    // and could not be started: only a finished one gets the name.
    private static async Task MakeDataAsync(
        Installation installed, Files files, ClusterLayout layout, CancellationToken cancellation)
    {
        var account = SystemUser.Database;
        await OwnedFiles.MakeFolderAsync(files.Draft, account, cancellation);
        await Tool.RunToolAsync(
            [.. account.Prefix, "find", files.Draft, "-mindepth", "1", "-delete"],
            string.Empty,
            LeftoverProcesses.MarkOf(layout),
            cancellation);
        await Tool.RunToolAsync(
            [
                .. account.Prefix, Program(installed, "initdb"), "-D", files.Draft, "-U", Superuser,
                "--auth=scram-sha-256", $"--pwfile={files.Password}", "--encoding=UTF8", "--no-locale",
                "--data-checksums",
            ],
            string.Empty,
            LeftoverProcesses.MarkOf(layout),
            cancellation);

        // An empty one, made by an earlier version before its initdb.
        if (Directory.Exists(files.Data))
        {
            Directory.Delete(files.Data);
        }

        Directory.Move(files.Draft, files.Data);
    }

    private static async Task<bool> IsReadyAsync(Installation installed, int port, CancellationToken cancellation)
    {
        try
        {
            await Tool.RunToolAsync(
                [Program(installed, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{port}", "-U", Superuser],
                cancellation);
            return true;
        }
        catch (ClusterFault)
        {
            return false;
        }
    }

    // Each step by itself: after an earlier start was interrupted between two of them, this one goes on from there.
    private static async Task MakeDatabasesAsync(
        Func<string, Task<string>> askAsync, ClusterSecrets secrets, IReadOnlyList<string> databases, bool isSecured)
    {
        var known = (await askAsync(
            "SELECT 'role ' || rolname FROM pg_roles UNION ALL SELECT 'database ' || datname FROM pg_database"))
            .Split('\n');
        var serving = isSecured ? databases.Select(ClusterDatabase.ServingRoleOf) : [];
        foreach (var name in databases.Select(ClusterDatabase.RoleOf).Concat(serving))
        {
            var verb = known.Contains($"role {name}") ? "ALTER" : "CREATE";
            await askAsync($"{verb} ROLE {name} LOGIN PASSWORD '{secrets.SecretOf(name)}'");
        }

        foreach (var name in databases.Select(ClusterDatabase.RoleOf))
        {
            if (!known.Contains($"database {name}"))
            {
                await askAsync($"CREATE DATABASE {name} OWNER {name}");
            }

            await askAsync($"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC");
        }

        if (isSecured)
        {
            foreach (var sql in PostgresProtection.Revocations(databases.Select(ClusterDatabase.RoleOf)))
            {
                await askAsync(sql);
            }
        }
    }

    // As an input: every user can see a command line, and there are passwords in it.
    private static async Task<string> AskAsync(
        Installation installed,
        int port,
        ClusterSecrets secrets,
        PostgresProtection? protection,
        string sql,
        CancellationToken cancellation) =>
        (await Tool.RunToolAsync(
            [
                Program(installed, "psql"), "-X", "-h", "127.0.0.1", "-p", $"{port}", "-U", Superuser, "-d", "postgres",
                "-v", "ON_ERROR_STOP=1", "-Atq", "-f", "-",
            ],
            sql,
            new Dictionary<string, string>(protection?.ClientVariables ?? [])
            {
                ["PGPASSWORD"] = secrets.SecretOf(Superuser),
            },
            cancellation)).Trim();

    private static string Program(Installation installed, string name) => Path.Combine(installed.Postgres, name);

    /// <summary>The files of a server: its data in its user's folder, the rest where that user cannot write.</summary>
    private sealed class Files(ClusterLayout layout, string name)
    {
        public string Data => layout.DataOf(name);

        /// <summary>The data directory while initdb makes it.</summary>
        public string Draft => layout.DataOf($"{name}.new");

        /// <summary>
        /// The users that may connect, and their authentication: in place of the file in the data directory.
        /// </summary>
        public string Access => layout.SettingsOf($"{name}-access.conf");

        /// <summary>The superuser's password, for as long as the data directory is made.</summary>
        public string Password => layout.SettingsOf($"{name}-superuser");

        /// <summary>There once the superuser has his password.</summary>
        public string Closed => layout.SettingsOf($"{name}-closed");
    }
}
