using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Counts the adapter's log lines by their event ids.</summary>
internal sealed class ToldEvents : ILogger
{
    private const int Trouble = 101;
    private const int ProducerRebuilt = 102;
    public const int TopicsMade = 105;
    private const int ConsumerRebuilt = 106;
    private const int AdminRebuilt = 110;
    private const int StoodStill = 111;
    private const int DroppedRecord = 113;
    private const int KeysRead = 114;

    private readonly ConcurrentDictionary<int, int> _counts = new();

    /// <summary>Is called with each event id, after it was counted.</summary>
    public Action<int> Heard { get; set; } = _ => { };

    public int Troubles => Count(Trouble);

    public int RebuiltProducers => Count(ProducerRebuilt);

    public int NewTopics => Count(TopicsMade);

    public int RebuiltConsumers => Count(ConsumerRebuilt);

    public int RebuiltAdmins => Count(AdminRebuilt);

    public int Standstills => Count(StoodStill);

    public int Dropped => Count(DroppedRecord);

    public int ReadKeys => Count(KeysRead);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        _counts.AddOrUpdate(eventId.Id, 1, (_, before) => before + 1);
        Heard(eventId.Id);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    private int Count(int eventId) => _counts.GetValueOrDefault(eventId);
}
