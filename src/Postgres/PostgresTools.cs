using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>
/// PostgreSQL's own programs for dumps. The password is in the program's environment, which only its user can read.
/// </summary>
internal static class PostgresTools
{
    private const string Variables = "PG";
    private const int ErrorLengthMax = 2_000;

    /// <summary>Runs a program to its end against the database that a connection is open to.</summary>
    /// <param name="program"><c>pg_dump</c> or <c>pg_restore</c>.</param>
    /// <param name="options">How the database is reached.</param>
    /// <param name="connection">The open connection: with several hosts, it says which of them is the primary.</param>
    /// <param name="arguments">The program's arguments, without those of the connection.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="IOException">It is not installed, or it failed.</exception>
    public static async Task RunAsync(
        string program,
        PostgresOptions options,
        NpgsqlConnection connection,
        IEnumerable<string> arguments,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false };
        SetEnvironment(start, options, connection);
        using var process = Start(start);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            var said = await error;
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                var shown = said.Length > ErrorLengthMax ? said[..ErrorLengthMax] : said;
                throw new IOException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{program} failed with status {process.ExitCode}: {shown.Trim()}"));
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new IOException(
                $"{start.FileName} cannot be started: {missing.Message}. It is part of PostgreSQL's client programs "
                + "(Debian: postgresql-client), in a version that is not older than the server's.",
                missing);
        }
    }

    // What the user's own variables say is about other servers.
    private static void SetEnvironment(ProcessStartInfo start, PostgresOptions options, NpgsqlConnection connection)
    {
        foreach (var foreign in start.Environment.Keys
            .Where(name => name.StartsWith(Variables, StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(foreign);
        }

        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var values = new Dictionary<string, string?>
        {
            ["PGHOST"] = connection.Host,
            ["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = connection.Database,
            ["PGUSER"] = text.Username,
            ["PGPASSWORD"] = options.ReadPassword?.Invoke() ?? text.Password,
            ["PGPASSFILE"] = "/dev/null",
            ["PGCONNECT_TIMEOUT"] = "10",
            ["PGSSLMODE"] = ModeOf(text.SslMode),
            ["PGSSLROOTCERT"] = text.RootCertificate,
            ["PGSSLCERT"] = text.SslCertificate,
            ["PGSSLKEY"] = text.SslKey,
        };
        foreach (var (name, value) in values.Where(value => !string.IsNullOrEmpty(value.Value)))
        {
            start.Environment[name] = value;
        }
    }

    private static string ModeOf(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        SslMode.Require => "require",
        SslMode.Allow => "allow",
        SslMode.Disable => "disable",
        _ => "prefer",
    };
}
