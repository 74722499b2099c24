using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>Hands on the log lines about changes of topics, as sentences, and drops the others.</summary>
internal sealed class ChangeLog(Action<string> changed) : ILogger
{
    private static readonly int[] Changes = [KafkaEvents.CreatedId, KafkaEvents.GrownId, KafkaEvents.MendedId];

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (Changes.Contains(eventId.Id))
        {
            changed(formatter(state, exception));
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
