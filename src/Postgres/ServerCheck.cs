using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Refuses a server whose settings give durability away.</summary>
internal static class ServerCheck
{
    private const int VersionMin = 15;
    private const string Standbys = "synchronous_standby_names";

    // What Patroni's strict mode sets while no standby is there: then nothing is acknowledged either.
    private const string Any = "*";

    public static async Task RunAsync(
        NpgsqlConnection connection, PostgresOptions options, CancellationToken cancellation)
    {
        if (connection.PostgreSqlVersion.Major < VersionMin)
        {
            throw Unsafe($"PostgreSQL is {connection.PostgreSqlVersion}, but {VersionMin} or later is needed.");
        }

        await RequireAsync(connection, "fsync", value => value == "on", cancellation);
        await RequireAsync(connection, "full_page_writes", value => value == "on", cancellation);
        await RequireAsync(
            connection, "synchronous_commit", value => value is "on" or "remote_apply", cancellation);
        if (options.RequireSynchronousStandby)
        {
            await RequireAsync(connection, Standbys, value => value.Length > 0, cancellation);
            if (await AskAsync(connection, Standbys, cancellation) == Any)
            {
                throw new TransientFault("The server has no synchronous standby yet.");
            }
        }
    }

    private static async Task RequireAsync(
        NpgsqlConnection connection, string setting, Func<string, bool> isRight, CancellationToken cancellation)
    {
        var value = await AskAsync(connection, setting, cancellation);
        if (!isRight(value))
        {
            throw Unsafe($"The server has {setting}={value}: what is acknowledged could be lost.");
        }
    }

    private static async Task<string> AskAsync(
        NpgsqlConnection connection, string setting, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static FatalFault Unsafe(string message) => new("unsafe-server", message);
}
