using Microsoft.Extensions.Logging;

namespace Cartwright.Engine.Telemetry;

/// <summary>The log messages of the engine.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Debug, "Committed {Messages} messages: {Rows} rows, {Envelopes} envelopes.")]
    public static partial void Committed(ILogger log, int messages, int rows, int envelopes);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "A batch failed at the database and is retried, try {Try}: {Reason} ({Unsaid} more since the last line)")]
    public static partial void Transient(ILogger log, int @try, string reason, int unsaid);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "The outcome of a commit is unknown and will be read back ({Unsaid} more since the last line).")]
    public static partial void UnknownCommit(ILogger log, int unsaid);

    [LoggerMessage(4, LogLevel.Information, "The outcome of the unknown commit is {Outcome}.")]
    public static partial void Resolved(ILogger log, Ports.CommitOutcome outcome);

    [LoggerMessage(5, LogLevel.Error, "A message is parked: {Id} ({Error}).")]
    public static partial void Parked(ILogger log, string id, string error);

    [LoggerMessage(
        23,
        LogLevel.Error,
        "{Count} messages that could not be handled were lost: {Bound} are parked already. Replay or drop them.")]
    public static partial void ParkedLost(ILogger log, long count, int bound);

    [LoggerMessage(
        24,
        LogLevel.Warning,
        "An operator has ordered a repair: the work reported by {Id} is undone. Reason: {Reason} ({Error})")]
    public static partial void Returned(ILogger log, string id, string reason, string error);

    [LoggerMessage(6, LogLevel.Error, "A command ran into a bug; nothing was changed.")]
    public static partial void Bug(ILogger log, Exception bug);

    [LoggerMessage(
        7,
        LogLevel.Warning,
        "A background scan failed and will be retried: {Reason} ({Unsaid} more since the last line)")]
    public static partial void SweepFailed(ILogger log, string reason, int unsaid);

    [LoggerMessage(8, LogLevel.Critical, "The engine stops after a fatal fault.")]
    public static partial void Fatal(ILogger log, Exception fault);

    [LoggerMessage(30, LogLevel.Information, "The database answers again, after {Seconds:F1} s.")]
    public static partial void OutageOver(ILogger log, double seconds);

    [LoggerMessage(31, LogLevel.Debug, "The database failed.")]
    public static partial void TransientStack(ILogger log, Exception fault);

    [LoggerMessage(
        40,
        LogLevel.Warning,
        "The clock of this machine is {Seconds} s {Where} the database's. Only the log shows its times.")]
    public static partial void ClockSkewed(ILogger log, double seconds, string where);

    [LoggerMessage(
        41,
        LogLevel.Warning,
        "The clock of the database server was set, or another server took over: the time jumped by {Seconds} s.")]
    public static partial void SharedClockSet(ILogger log, double seconds);

    [LoggerMessage(42, LogLevel.Information, "The clock of this machine is right again.")]
    public static partial void ClockRight(ILogger log);

    [LoggerMessage(
        43,
        LogLevel.Error,
        "The clock of the database server is broken: it shows {Seconds} seconds since 1970, and is not followed.")]
    public static partial void BrokenServerClock(ILogger log, long seconds);

    [LoggerMessage(9, LogLevel.Error, "The database rejects a message's rows permanently; the message is parked.")]
    public static partial void Poison(ILogger log, Exception fault);

    [LoggerMessage(20, LogLevel.Warning, "{Count} rows are blocked ({Rows}); only messages that need them wait: {Why}")]
    public static partial void RowsBlocked(ILogger log, int count, string rows, string why);

    [LoggerMessage(
        21,
        LogLevel.Error,
        "Rows are unreadable: {Rows}. Messages that need them are parked, requests are rejected: {Why} "
        + "({Unsaid} more since the last line).")]
    public static partial void RowUnreadable(ILogger log, string rows, string why, int unsaid);

    [LoggerMessage(22, LogLevel.Error, "A message is parked and will be retried automatically: {Id} ({Error}).")]
    public static partial void ParkedForRetry(ILogger log, string id, string error);
}
