using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// The log between nodes on Kafka: one topic for each service's inbox, read by the service's nodes as a group.
/// Offsets follow the database: a record is done once its messages are committed there.
/// </summary>
public sealed class KafkaLog : ILog, IDisposable
{
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookPauseMin = TimeSpan.FromSeconds(1);

    // Three looks.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(18);

    // Settings are seldom lowered, and a look at all of them costs more than a look at the topics.
    private const int LooksPerSettings = 12;

    private readonly KafkaOptions _options;
    private readonly ILogger _log;
    private readonly Topics _topics;
    private readonly ShopTopic _shopTopic;
    private readonly EnvelopeProducer _producer;
    private readonly EventProducer _events;
    private readonly ConcurrentDictionary<Role, InboxReader> _readers = new();
    private readonly Meter _meter;
    private readonly ObservableGauge<long> _lag;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _suspicion = new(initialCount: 0);
    private readonly Task _watch;
    private readonly bool _checksSettings;
    private string _topicIds;
    private int _looks;

    // Whether the log was seen to be another shop's: then nothing is sent, and nothing read.
    private volatile bool _isForeign;

    private KafkaLog(
        KafkaOptions options, Topics topics, string topicIds, ShopId shop, bool checksSettings, ILogger log)
    {
        (_options, _topics, _topicIds, Shop, _log) = (options, topics, topicIds, shop, log);
        _checksSettings = checksSettings;
        _shopTopic = new ShopTopic(options, topics.Shop);
        _producer = new EnvelopeProducer(options, log, Suspect);
        _events = new EventProducer(options, topics.Events, log, Suspect);
        _meter = new Meter(new MeterOptions(TelemetryNames.Meter) { Scope = this });
        _lag = _meter.CreateObservableGauge(
            "cartwright.inbox.lag",
            () => _readers.Values.SelectMany(reader => reader.Lag.Latest),
            "{record}",
            "Records of an inbox partition that its reader, this node, has not processed yet.");
        _watch = Task.Run(WatchAsync);
    }

    /// <summary>The shop that the log belongs to.</summary>
    public ShopId Shop { get; }

    /// <summary>Why records do not go through, as the rest of a sentence; null where no reason is known.</summary>
    public string? Trouble => _isForeign ? "the topics of Kafka are another shop's"
        : _topics.Missing is { } missing ? $"Kafka topic {missing} does not exist"
        : _topics.Silence > SilenceMax
            ? $"Kafka has not described its topics for {_topics.Silence.TotalSeconds:F0} s"
        : null;

    /// <summary>Connects, makes the topics that are missing, and mends the others.</summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault">
    /// <c>wrong-topic</c>: a topic is other than it must be, and cannot be mended. <c>other-shop</c>: the topics are
    /// another shop's.
    /// </exception>
    public static Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log, CancellationToken cancellation) =>
        OpenAsync(options, log, checksSettings: true, cancellation);

    /// <summary>The same for brokers that do not return their topics' settings; real brokers do.</summary>
    internal static async Task<KafkaLog> OpenAsync(
        KafkaOptions options, ILogger log, bool checksSettings, CancellationToken cancellation)
    {
        var seldom = new SeldomLog(log, TimeProvider.System);
        var topics = new Topics(options, seldom);
        try
        {
            var shopTopic = new ShopTopic(options, topics.Shop);
            Func<Task> checkShop = () => shopTopic.CheckAsync(options.Shop, cancellation);
            var found = await topics.EnsureAsync(checkShop, cancellation);
            var fault = found.Fault
                ?? (checksSettings ? await topics.MendSettingsAsync(checkShop, cancellation) : null);
            if (fault is not null)
            {
                throw fault;
            }

            var shop = await shopTopic.ClaimAsync(options.Shop, cancellation);
            return new KafkaLog(options, topics, found.Ids, shop, checksSettings, seldom);
        }
        catch
        {
            topics.Dispose();
            throw;
        }
    }

    public int PartitionsOf(Role role) => _options.Partitions;

    public void Subscribe(Role role, ILogReceiver receiver) =>
        _readers[role] = new InboxReader(
            _options,
            _topics.InboxOf(role),
            receiver,
            new ConsumerLag(_topics.InboxOf(role), () => _lag.Enabled),
            _log,
            Suspect);

    public void Send(Envelope envelope, Action<long> confirmed)
    {
        if (envelope.IsPublic && !_options.PublishesEvents)
        {
            // An envelope from a time in which there was such a topic: it is not published.
            confirmed(envelope.Id);
        }
        else if (_isForeign)
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
            _producer.Send(_topics.InboxOf(envelope.To), envelope, confirmed);
        }
    }

    public void Advance(Role role, int partition, long offset)
    {
        if (_readers.TryGetValue(role, out var reader))
        {
            reader.Advance(partition, offset);
        }
    }

    public void Dispose() => End(reader => reader.Dispose());

    /// <summary>Ends as a crash would: no offset is stored, and the group is not notified.</summary>
    internal void Abandon() => End(reader => reader.Abandon());

    private void End(Action<InboxReader> end)
    {
        _ending.Cancel();
        _meter.Dispose();
        foreach (var reader in _readers.Values)
        {
            end(reader);
        }

        _producer.Dispose();
        _events.Dispose();
        _watch.Wait();
        _topics.Dispose();
        _suspicion.Dispose();
        _ending.Dispose();
    }

    // A client has reported a missing topic: look at once.
    private void Suspect()
    {
        if (!_ending.IsCancellationRequested && _suspicion.CurrentCount == 0)
        {
            _suspicion.Release();
        }
    }

    // Brokers that were wiped hold topics of the same names or none. The clients do not always report it: offsets and
    // sequence numbers of the old topics can even look right on the new ones. So the ids are compared.
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookPauseMin, _ending.Token);
                await _suspicion.WaitAsync(LookPause, _ending.Token);
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The node ends.
            return;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            Func<Task> checkShop = () => _shopTopic.CheckAsync(Shop, _ending.Token);
            var found = await _topics.EnsureAsync(checkShop, _ending.Token);
            var areNew = found.Ids != _topicIds;
            var fault = found.Fault;
            if (fault is null && _checksSettings && (areNew || ++_looks % LooksPerSettings == 0))
            {
                fault = await _topics.MendSettingsAsync(checkShop, _ending.Token);
            }

            if (fault is not null)
            {
                // A fault that cannot be mended is logged, and the node goes on as far as it can.
                KafkaEvents.Trouble(_log, fault.Code, fault.Message);
            }

            await FollowAsync(found.Ids, areNew, found.HaveGrown);
        }
        catch (FatalFault fault) when (fault.Code == FaultCodes.OtherShop)
        {
            KafkaEvents.Trouble(_log, fault.Code, fault.Message);
            Hold();
        }
        catch (TransientFault failure)
        {
            KafkaEvents.Trouble(_log, "topics", failure.Message);
        }
        catch (Exception strange) when (strange is not OperationCanceledException)
        {
            // A watch that ends by itself would leave a node with old topics for ever, without a word.
            KafkaEvents.Trouble(_log, "watch", strange.ToString());
        }
    }

    private async Task FollowAsync(string ids, bool areNew, bool haveGrown)
    {
        if (areNew)
        {
            // Before the first read or write: another node may have been the first with empty brokers.
            await _shopTopic.ClaimAsync(Shop, _ending.Token);
            Renew(ids);
        }
        else if (haveGrown)
        {
            // A producer learns of partitions only after minutes; readers look every few seconds.
            _producer.Rebuild("a topic has more partitions");
            _events.Rebuild("a topic has more partitions");
        }
    }

    // To read on would take the other shop's messages away from it.
    private void Hold()
    {
        if (!_isForeign)
        {
            _isForeign = true;
            foreach (var reader in _readers.Values)
            {
                reader.Hold();
            }
        }
    }

    // Sweeps resend the messages of the lost records.
    private void Renew(string ids)
    {
        _isForeign = false;
        KafkaEvents.TopicsMade(_log);
        if (_options.PublishesEvents)
        {
            KafkaEvents.EventsLost(_log, _topics.Events);
        }

        _producer.Rebuild("the topics are new ones");
        _events.Rebuild("the topics are new ones");
        foreach (var reader in _readers.Values)
        {
            reader.Rebuild();
        }

        // Last: a look that fails on the way is repeated.
        _topicIds = ids;
    }
}
