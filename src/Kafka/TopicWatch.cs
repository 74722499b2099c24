using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>A change that the clients of the log have to follow.</summary>
internal enum LogChange
{
    /// <summary>The topics are new ones of the same names, and belong to the shop.</summary>
    Recreated,

    /// <summary>A topic has more partitions.</summary>
    Grown,

    /// <summary>The topics belong to another shop: nothing may be sent, and nothing read.</summary>
    Foreign,

    /// <summary>The password or a file of certificates has changed.</summary>
    Credentials,
}

/// <summary>
/// Finds the topics of a shop at the start, and compares them from then on, every few seconds and whenever a client
/// reports a missing topic.
/// </summary>
internal sealed class TopicWatch : IDisposable
{
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookPauseMin = TimeSpan.FromSeconds(1);

    // Three looks.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(18);

    // Settings are seldom lowered, and a look at all of them costs more than a look at the topics.
    private const int LooksPerSettings = 12;

    private readonly Topics _topics;
    private readonly ShopTopic _shopTopic;
    private readonly WatchedFiles _credentials;
    private readonly bool _checksSettings;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _suspicion = new(initialCount: 0);
    private string _topicIds;
    private Task _watch = Task.CompletedTask;
    private int _looks;
    private volatile bool _isForeign;
    private string? _unreadable;

    private TopicWatch(
        Topics topics,
        ShopTopic shopTopic,
        WatchedFiles credentials,
        string topicIds,
        ShopId shop,
        bool checksSettings,
        ILogger log)
    {
        (_topics, _shopTopic, _credentials, _topicIds, Shop) = (topics, shopTopic, credentials, topicIds, shop);
        (_checksSettings, _log) = (checksSettings, log);
    }

    /// <summary>The shop that the topics belong to.</summary>
    public ShopId Shop { get; }

    /// <summary>The names of the topics.</summary>
    public Topics Topics => _topics;

    /// <summary>Whether the topics were seen to be another shop's.</summary>
    public bool IsForeign => _isForeign;

    /// <summary>Why records do not go through, as the rest of a sentence; null where no reason is known.</summary>
    public string? Trouble => _isForeign ? "the topics of Kafka are another shop's"
        : _topics.Missing is { } missing ? $"Kafka topic {missing} does not exist"
        : _topics.Silence > SilenceMax
            ? $"Kafka has not described its topics for {_topics.Silence.TotalSeconds:F0} s"
        : null;

    /// <summary>Makes the topics that are missing, mends the others, and claims them for the shop.</summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault">
    /// <c>wrong-topic</c>: a topic is other than it must be, and cannot be mended. <c>other-shop</c>: the topics are
    /// another shop's. <c>kafka-refused</c>: the brokers turn this node away.
    /// </exception>
    public static async Task<TopicWatch> OpenAsync(
        KafkaOptions options, bool checksSettings, ILogger log, CancellationToken cancellation)
    {
        var credentials = options.Security.WatchFiles();
        var topics = new Topics(options, log);
        try
        {
            var shopTopic = new ShopTopic(options, topics.Names);
            var ids = await KafkaTopics.EnsureAsync(topics, shopTopic, options, checksSettings, cancellation);
            await (checksSettings
                ? new RightsCheck(options, topics.Names, topics.Client).RequireAsync(cancellation)
                : Task.CompletedTask);
            var shop = await shopTopic.ClaimAsync(options.Shop, cancellation);
            return new TopicWatch(topics, shopTopic, credentials, ids, shop, checksSettings, log);
        }
        catch
        {
            topics.Dispose();
            throw;
        }
    }

    /// <summary>Begins to look.</summary>
    /// <param name="changed">Called after each change; if a call for new topics fails, it is repeated.</param>
    /// <param name="lookedAsync">Looks further by the same client, after a look that the brokers answered.</param>
    public void Start(Action<LogChange> changed, Func<IAdminClient, CancellationToken, Task> lookedAsync) =>
        _watch = Task.Run(() => WatchAsync(changed, lookedAsync));

    /// <summary>A client has reported a missing topic: looks at once.</summary>
    public void Suspect()
    {
        if (!_ending.IsCancellationRequested && _suspicion.CurrentCount == 0)
        {
            _suspicion.Release();
        }
    }

    /// <summary>Ends the looks, without waiting for the one that runs.</summary>
    public void Stop() => _ending.Cancel();

    public void Dispose()
    {
        _ending.Cancel();
        _watch.Wait();
        _topics.Dispose();
        _suspicion.Dispose();
        _ending.Dispose();
    }

    // Brokers that were wiped hold topics of the same names or none. The clients do not always report it: offsets and
    // sequence numbers of the old topics can even look right on the new ones. So the ids are compared.
    private async Task WatchAsync(
        Action<LogChange> changed, Func<IAdminClient, CancellationToken, Task> lookedAsync)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookPauseMin, _ending.Token);
                await _suspicion.WaitAsync(LookPause, _ending.Token);
                await LookAsync(changed, lookedAsync);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task LookAsync(
        Action<LogChange> changed, Func<IAdminClient, CancellationToken, Task> lookedAsync)
    {
        try
        {
            if (_credentials.HaveChanged())
            {
                _topics.Reconnect();
                changed(LogChange.Credentials);
            }

            NoteUnreadable(_credentials.Trouble);

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

            if (areNew)
            {
                await AdoptAsync(found.Ids, changed);
            }
            else if (found.HaveGrown)
            {
                changed(LogChange.Grown);
            }

            await lookedAsync(_topics.Client, _ending.Token);
        }
        catch (FatalFault fault) when (fault.Code == FaultCodes.OtherShop)
        {
            KafkaEvents.Trouble(_log, fault.Code, fault.Message);
            if (!_isForeign)
            {
                _isForeign = true;
                changed(LogChange.Foreign);
            }
        }
        catch (FatalFault fault)
        {
            // A password may be on its way to the brokers, or a right: the node goes on as far as it can.
            KafkaEvents.Trouble(_log, fault.Code, fault.Message);
        }
        catch (TransientFault failure)
        {
            KafkaEvents.Trouble(_log, "topics", failure.Message);
        }
        catch (Exception strange) when (!_ending.IsCancellationRequested)
        {
            // A cancellation by another than the node's end is a bug too. A watch that ends by itself would leave a
            // node with old topics for ever, without a word.
            KafkaEvents.Trouble(_log, "watch", strange.ToString());
        }
    }

    // The clients go on with the files as they were, so that one line for each reason is enough.
    private void NoteUnreadable(string? trouble)
    {
        if (trouble is not null && trouble != _unreadable)
        {
            KafkaEvents.Trouble(_log, "credentials", $"the last credentials are kept: {trouble}");
        }

        _unreadable = trouble;
    }

    private async Task AdoptAsync(string ids, Action<LogChange> changed)
    {
        // Before the first read or write: another node may have been the first with empty brokers.
        await _shopTopic.ClaimAsync(Shop, _ending.Token);
        _isForeign = false;
        changed(LogChange.Recreated);

        // Last: a look that fails on the way is repeated.
        _topicIds = ids;
    }
}
