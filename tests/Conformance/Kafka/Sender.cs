using System.Collections.Concurrent;
using System.Text;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka;

/// <summary>Sends as the outbox does: unconfirmed envelopes are sent again.</summary>
internal sealed class Sender(ILog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<long, bool> _confirmed = new();
    private long _lastId;

    /// <summary>Sends once and does not wait.</summary>
    public long Send(int partition, string text)
    {
        var id = ++_lastId;
        log.Send(EnvelopeOf(id, partition, text), Confirm);
        return id;
    }

    public bool IsConfirmed(long id) => _confirmed.ContainsKey(id);

    /// <summary>Sends, again every few seconds, until the envelope is confirmed.</summary>
    public async Task SendUntilConfirmedAsync(int partition, string text)
    {
        var id = Send(partition, text);
        var sentAt = TimeProvider.System.GetTimestamp();
        await Eventually.IsAsync($"{text} is confirmed", Patience, () =>
        {
            if (!IsConfirmed(id) && TimeProvider.System.GetElapsedTime(sentAt) > Again)
            {
                sentAt = TimeProvider.System.GetTimestamp();
                log.Send(EnvelopeOf(id, partition, text), Confirm);
            }

            return Task.FromResult(IsConfirmed(id));
        });
    }

    private void Confirm(long id) => _confirmed[id] = true;

    private static Envelope EnvelopeOf(long id, int partition, string text) =>
        new(id, Role.Stock, partition, At: 0, Encoding.UTF8.GetBytes(text));
}
