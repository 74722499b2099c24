using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// The log between nodes on Kafka: one topic for each service's inbox, read by the service's nodes as a group.
/// Offsets follow the database: a record is done once its messages are committed there.
/// </summary>
public sealed class KafkaLog : ILog, IInboxLag, IDisposable
{
    private readonly KafkaOptions _options;
    private readonly ILogger _log;
    private readonly TopicWatch _watch;
    private readonly Topics _topics;
    private readonly EnvelopeProducer _producer;
    private readonly EventProducer _events;
    private readonly InboxReaders _readers;
    private readonly Meter _meter;
    private readonly ObservableGauge<long> _lag;
    private volatile bool _measuresLag;

    private KafkaLog(KafkaOptions options, TopicWatch watch, ILogger log)
    {
        (_options, _watch, _topics, _log) = (options, watch, watch.Topics, log);
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = this });
        var dropped = _meter.CreateCounter<long>(
            "cartwright.inbox.dropped",
            "{record}",
            "Records of an inbox that were dropped because no node of the shop has sent them.");
        _readers = new InboxReaders(options, _topics.Names, watch.Shop, dropped, log);
        _producer = new EnvelopeProducer(options, _readers.Seal, log, watch.Suspect);
        _events = new EventProducer(options, _topics.Events, log, watch.Suspect);
        _lag = _meter.CreateObservableGauge(
            "cartwright.inbox.lag",
            () => _readers.Lags,
            "{record}",
            "Records of an inbox partition that its reader, this node, has not processed yet.");
        watch.Start(Follow, _readers.LookAsync);
    }

    /// <summary>The shop that the log belongs to.</summary>
    public ShopId Shop => _watch.Shop;

    /// <summary>Why records do not go through, as the rest of a sentence; null where no reason is known.</summary>
    public string? Trouble => _watch.Trouble;

    /// <summary>Connects, makes the topics that are missing, and mends the others.</summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault">
    /// <c>wrong-topic</c>: a topic is other than it must be, and cannot be mended. <c>other-shop</c>: the topics are
    /// another shop's. <c>kafka-refused</c>: the brokers turn this node away.
    /// </exception>
    public static Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log, CancellationToken cancellation) =>
        OpenAsync(options, log, checksSettings: true, cancellation);

    /// <summary>The same for brokers that do not return their topics' settings; real brokers do.</summary>
    internal static async Task<KafkaLog> OpenAsync(
        KafkaOptions options, ILogger log, bool checksSettings, CancellationToken cancellation)
    {
        var seldom = new SeldomLog(log, TimeProvider.System);
        var watch = await TopicWatch.OpenAsync(options, checksSettings, seldom, cancellation);
        try
        {
            return new KafkaLog(options, watch, seldom);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    public int PartitionsOf(Role role) => _options.Partitions;

    public void Subscribe(Role role, ILogReceiver receiver) =>
        _readers.Add(role, receiver, () => _measuresLag || _lag.Enabled, _watch.Suspect);

    public void Send(Envelope envelope, Action<long> confirmed) => Send(envelope, sender: null, confirmed);

    /// <param name="envelope">The envelope.</param>
    /// <param name="sender">The service that sends it: needed where envelopes are authenticated.</param>
    /// <param name="confirmed">Called when the brokers have it.</param>
    internal void Send(Envelope envelope, Role? sender, Action<long> confirmed)
    {
        if (envelope.IsPublic && !_options.PublishesEvents)
        {
            // An envelope from a time in which there was such a topic: it is not published.
            confirmed(envelope.Id);
        }
        else if (_watch.IsForeign)
        {
            // It stays in the outbox, and is sent again later.
            return;
        }
        else if (envelope.IsPublic)
        {
            _events.Send(envelope, confirmed);
        }
        else
        {
            _producer.Send(_topics.InboxOf(envelope.To), envelope, sender, confirmed);
        }
    }

    public void Advance(Role role, int partition, long offset) => _readers.Find(role)?.Advance(partition, offset);

    public IReadOnlyDictionary<int, long> LagOf(Role role)
    {
        _measuresLag = true;
        return _readers.Find(role)?.Lag.ByPartition ?? new Dictionary<int, long>();
    }

    public void Dispose() => End(reader => reader.Dispose());

    /// <summary>Ends as a crash would: no offset is stored, and the group is not notified.</summary>
    internal void Abandon() => End(reader => reader.Abandon());

    private void End(Action<InboxReader> end)
    {
        _watch.Stop();
        _meter.Dispose();
        _readers.Each(end);
        _producer.Dispose();
        _events.Dispose();
        _watch.Dispose();
        _readers.Dispose();
    }

    private void Follow(LogChange change)
    {
        switch (change)
        {
            case LogChange.Recreated:
                // Sweeps resend the messages of the lost records.
                KafkaEvents.TopicsMade(_log);
                if (_options.PublishesEvents)
                {
                    KafkaEvents.EventsLost(_log, _topics.Events);
                }

                Rebuild("the topics are new ones");
                _readers.Each(reader => reader.Rebuild());
                break;
            case LogChange.Grown:
                // A producer learns of partitions only after minutes; readers look every few seconds.
                Rebuild("a topic has more partitions");
                break;
            case LogChange.Foreign:
                // To read on would take the other shop's messages away from it.
                _readers.Each(reader => reader.Hold());
                break;
            case LogChange.Credentials:
                Rebuild("the credentials have changed");
                _readers.Each(reader => reader.Reconnect());
                break;
            default:
                throw new UnreachableException($"There is no change {change}.");
        }
    }

    private void Rebuild(string reason)
    {
        _producer.Rebuild(reason);
        _events.Rebuild(reason);
    }
}
