using Cartwright.Engine.Ports;
using Npgsql;

namespace Cartwright.Postgres;

/// <summary>Refuses a server whose settings give durability away.</summary>
internal static class ServerCheck
{
    private const int VersionMin = 15;

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
            await RequireAsync(
                connection, "synchronous_standby_names", value => value.Length > 0, cancellation);
        }
    }

    private static async Task RequireAsync(
        NpgsqlConnection connection, string setting, Func<string, bool> isRight, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        var value = (string)(await command.ExecuteScalarAsync(cancellation))!;
        if (!isRight(value))
        {
            throw Unsafe($"The server has {setting}={value}: what is acknowledged could be lost.");
        }
    }

    private static FatalFault Unsafe(string message) => new("unsafe-server", message);
}
