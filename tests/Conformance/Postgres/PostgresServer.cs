using System.Diagnostics;
using Cartwright.Conformance.Servers;
using Npgsql;

namespace Cartwright.Conformance.Postgres;

/// <summary>A PostgreSQL server of this process, in a temporary folder, as durable as a real one.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Superuser = "postgres";

    /// <summary>An ordinary role. It owns only the databases in which it makes tables.</summary>
    public const string Role = "cartwright";

    /// <summary>
    /// A role that owns nothing and serves. It connects over TLS only, with a password. Its name needs quotes.
    /// </summary>
    public const string ServingRole = "Cartwright's serving role";

    /// <summary>Gives the serving role its first password.</summary>
    public const string PasswordStatement = $"ALTER ROLE \"{ServingRole}\" PASSWORD '{ServingPassword}'";

    private const string Certificate = "server";
    private const string ServingPassword = "a-password-of-one-test";
    private const int StartsMax = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-postgres-").FullName;
    private readonly string _programs;
    private Process? _process;

    private PostgresServer(string programs)
    {
        _programs = programs;
        Certificates = new TestCertificates(_folder).Begin();
    }

    public int Port { get; } = Machine.FreePort();

    /// <summary>The authority of its certificate.</summary>
    public string AuthorityFile => Certificates.AuthorityFile;

    private TestCertificates Certificates { get; set; }

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(Prerequisites.RequirePostgres());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Remove();
        if (Machine.Unprivileged.Count > 0)
        {
            await Machine.RunAsync("chown", "postgres:", server._folder);
        }

        await server.SignCertificateAsync();
        await Machine.RunAsync(
        [
            .. Machine.Unprivileged, Path.Combine(server._programs, "initdb"), "-D", server.Data, "-U", Superuser,
            "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ]);
        await File.AppendAllTextAsync(Path.Combine(server.Data, "postgresql.conf"), "ssl = on\n");
        await server.AddRuleAsync(
            $"hostssl all \"{ServingRole}\" 127.0.0.1/32 scram-sha-256\nhost all \"{ServingRole}\" all reject");
        await server.LaunchAsync();
        await server.RunAsync(
            $"CREATE ROLE {Role} LOGIN",
            $"CREATE ROLE \"{ServingRole}\" LOGIN",
            PasswordStatement);
        return server;
    }

    /// <summary>How a role that is trusted connects; in the clear, which costs less.</summary>
    public string ConnectionOf(string database, string user = Role, int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username={user};Database={database};SSL Mode=Disable";

    /// <summary>How the serving role connects: over TLS, and to a server with the right certificate only.</summary>
    public string ServingConnectionOf(string database, int? port = null) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port ?? Port,
        Username = ServingRole,
        Password = ServingPassword,
        Database = database,
        SslMode = SslMode.VerifyFull,
        RootCertificate = AuthorityFile,
    }.ConnectionString;

    /// <summary>Runs statements as the superuser, each in a transaction of its own.</summary>
    public Task RunAsync(params string[] statements) => RunInAsync("postgres", statements);

    public async Task RunInAsync(string database, params string[] statements)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionOf(database, Superuser)};Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Returns the first column of the first row, read as the superuser.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionOf("postgres", Superuser)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Asks for a role's password from now on; the other roles are trusted.</summary>
    public async Task RequirePasswordAsync(string role)
    {
        await AddRuleAsync($"host all {role} 127.0.0.1/32 scram-sha-256");
        await RunAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Gives the server a new certificate, for other hosts if they are named.</summary>
    public async Task ChangeCertificateAsync(params string[] hosts)
    {
        await SignCertificateAsync(hosts);
        await RunAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Starts a standby of this server.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(_programs);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => standby.Remove();
        if (Machine.Unprivileged.Count > 0)
        {
            await Machine.RunAsync("chown", "postgres:", standby._folder);
        }

        await standby.SignCertificateAsync();

        await Machine.RunAsync(
        [
            .. Machine.Unprivileged, Path.Combine(_programs, "pg_basebackup"), "-D", standby.Data, "-h", "127.0.0.1",
            "-p", $"{Port}", "-U", Superuser, "-c", "fast", "-R", "--no-sync",
        ]);
        await standby.LaunchAsync();
        return standby;
    }

    /// <summary>Kills all processes of the server at once, like a power cut.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts the server, and waits until it answers.</summary>
    public async Task LaunchAsync()
    {
        var starts = 0;
        await Eventually.IsAsync("PostgreSQL answers", Patience, async () =>
        {
            // A new server does not start while a process of the killed one is still ending.
            if (_process is not { HasExited: false })
            {
                _process?.Dispose();
                _process = ++starts <= StartsMax ? Launch() : throw new InvalidOperationException(await LogAsync());
            }

            return await AnswersAsync();
        });
    }

    /// <summary>
    /// Stops the server by its own means, which leave nothing behind in the system, and removes its folder.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Machine.RunAsync(
            [
                .. Machine.Unprivileged, Path.Combine(_programs, "pg_ctl"), "stop", "-D", Data, "-m", "immediate", "-s",
            ]);
        }

        Remove();
    }

    // Also at the end of the process, for a run that is interrupted.
    private void Remove()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Gives the server a certificate of a new authority, which is added to a file of authorities.</summary>
    public async Task ChangeAuthorityAsync(string authorities)
    {
        Certificates = new TestCertificates(_folder).Begin();
        await File.AppendAllTextAsync(authorities, $"\n{await File.ReadAllTextAsync(AuthorityFile)}");
        await ChangeCertificateAsync();
    }

    private async Task AddRuleAsync(string rule)
    {
        var file = Path.Combine(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(file, $"{rule}\n{await File.ReadAllTextAsync(file)}");
    }

    // The server reads no key that others may read.
    private async Task SignCertificateAsync(params string[] hosts)
    {
        Certificates.Sign(Certificate, hosts);
        var key = Certificates.KeyOf(Certificate);
        await Machine.RunAsync("chmod", "600", key);
        if (Machine.Unprivileged.Count > 0)
        {
            await Machine.RunAsync("chown", "postgres:", key);
        }
    }

    private string Data => Path.Combine(_folder, "data");

    private string LogFile => Path.Combine(_folder, "server.log");

    private Process Launch() => Machine.StartServer(
        [
            .. Machine.Unprivileged, Path.Combine(_programs, "postgres"), "-D", Data, "-p", $"{Port}",
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300",
            "-c", "shared_buffers=64MB", "-c", "max_wal_size=4GB",
            "-c", $"ssl_cert_file={Certificates.CertificateOf(Certificate)}",
            "-c", $"ssl_key_file={Certificates.KeyOf(Certificate)}",
        ],
        LogFile,
        environment: []);

    private Task<string> LogAsync() => File.ReadAllTextAsync(LogFile);

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await RunAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
