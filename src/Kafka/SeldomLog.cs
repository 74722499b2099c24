using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Logs errors of one kind at most every ten seconds, with the count of those in between: a client without its broker
/// tries to connect several times a second, and would log each time.
/// </summary>
internal sealed class SeldomLog(ILogger log, TimeProvider clock) : ILogger
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    // By the client's codes, of which there are some two hundred.
    private readonly Dictionary<string, LastEntry> _told = [];

    public void Log<TState>(
        LogLevel level, EventId id, TState state, Exception? failure, Func<TState, Exception?, string> format)
    {
        if (Kind(id, state) is not { } kind)
        {
            log.Log(level, id, state, failure, format);
        }
        else if (TryTell(kind, out var unsaid))
        {
            var more = unsaid == 0 ? "" : $" {unsaid} more of the same since the last one.";
            log.Log(level, id, state, failure, (what, why) => format(what, why) + more);
        }
    }

    public bool IsEnabled(LogLevel level) => log.IsEnabled(level);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    private static string? Kind<TState>(EventId id, TState state) =>
        id.Id is KafkaEvents.TroubleId or KafkaEvents.DroppedId
        && state is IReadOnlyList<KeyValuePair<string, object?>> values
            ? values.FirstOrDefault(value => value.Key == "Code").Value as string
            : null;

    private bool TryTell(string kind, out int unsaid)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_told.TryGetValue(kind, out var told) && clock.GetElapsedTime(told.At, now) < Pause)
            {
                _told[kind] = told with { Unsaid = told.Unsaid + 1 };
                unsaid = 0;
                return false;
            }

            unsaid = told.Unsaid;
            _told[kind] = new LastEntry(now, Unsaid: 0);
            return true;
        }
    }

    private readonly record struct LastEntry(long At, int Unsaid);
}
