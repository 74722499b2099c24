using Npgsql;

namespace Cartwright.Postgres;

/// <summary>A server that must not be used: at the start the process ends, later it waits for another one.</summary>
internal sealed class UnsafeServerException(string code, string message) : NpgsqlException(message)
{
    /// <summary>The name of the page in docs/errors.</summary>
    public string Code { get; } = code;

    /// <summary>The one in an exception, however the driver has wrapped it; null where there is none.</summary>
    public static UnsafeServerException? In(Exception? exception) => exception switch
    {
        null => null,
        UnsafeServerException found => found,
        PostgresException refused => ServerCheck.PoolerIn(refused),
        AggregateException several => several.InnerExceptions.Select(In).FirstOrDefault(found => found is not null),
        _ => ServerCheck.UntrustedIn(exception) ?? In(exception.InnerException),
    };
}
