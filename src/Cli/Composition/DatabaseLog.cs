using Microsoft.Extensions.Logging;

namespace Cartwright.Cli.Composition;

/// <summary>The log about the databases of a node.</summary>
internal static partial class DatabaseLog
{
    /// <summary>The category of these lines.</summary>
    public const string Category = "Cartwright.Postgres";

    [LoggerMessage(
        301,
        LogLevel.Warning,
        "The database of {Service}: {Excess} A node needs a role that owns nothing; see `migrate --serve-role`.")]
    public static partial void ExcessFound(ILogger logger, string service, string excess);
}
