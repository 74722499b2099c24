using System.Diagnostics;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>The topics that were found.</summary>
/// <param name="Ids">The brokers' own ids of them: other ids than before are other topics of the same names.</param>
/// <param name="HaveGrown">Whether one has just got the partitions that it lacked.</param>
/// <param name="Fault">The fault that cannot be mended; null where there is none.</param>
internal sealed record FoundTopics(string Ids, bool HaveGrown, FatalFault? Fault);

/// <summary>
/// The topics: made explicitly with their settings, checked, and mended where that can be done. No client of ours lets
/// a broker make one, which would have the broker's settings and one partition.
/// </summary>
internal sealed class Topics(KafkaOptions options, ReplaceableAdmin admin, BrokerRefusal refusal, ILogger log)
    : IDisposable
{
    private static readonly TimeSpan EnsurePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReachPatience = TimeSpan.FromSeconds(2);

    // The handshake and the exchange of the password come before the first request.
    private static readonly TimeSpan SecuredPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TopicNames _names = new(options.Prefix);
    private readonly Lock _lock = new();
    private Task _reaching = Task.CompletedTask;
    private bool _isDisposed;
    private volatile string? _missing;

    /// <exception cref="FatalFault"><c>kafka-refused</c>: a file of certificates is none.</exception>
    public Topics(KafkaOptions options, ILogger log)
        : this(options, new BrokerRefusal(), log)
    {
    }

    private Topics(KafkaOptions options, BrokerRefusal refusal, ILogger log)
        : this(options, AdminOf(options, refusal, log), refusal, log)
    {
    }

    private static ReplaceableAdmin AdminOf(KafkaOptions options, BrokerRefusal refusal, ILogger log)
    {
        try
        {
            return new ReplaceableAdmin(() => Build(options, refusal.Note), TimeProvider.System, log);
        }
        catch (KafkaException wrong)
        {
            throw new FatalFault(
                KafkaFaultCodes.Refused,
                $"The connections to the brokers cannot be protected: {wrong.Error.Reason}",
                wrong);
        }
    }

    /// <summary>The topic of a service's inbox.</summary>
    public string InboxOf(Role role) => _names.InboxOf(role);

    /// <summary>The topic of public events.</summary>
    public string Events => _names.Events;

    /// <summary>The topic that records the owner of the log.</summary>
    public string Shop => _names.Shop;

    /// <summary>A topic that did not exist when the brokers last answered; null: all existed.</summary>
    public string? Missing => _missing;

    /// <summary>The names of the topics.</summary>
    public TopicNames Names => _names;

    /// <summary>The client that describes the topics.</summary>
    public IAdminClient Client => admin.Current;

    /// <summary>For how long the brokers have described no topic.</summary>
    public TimeSpan Silence => admin.Silence;

    private IReadOnlyList<WantedTopic> Wanted =>
    [
        .. options.Services.Select(role => WantedOf(InboxOf(role), options.Partitions, options.RetentionMs)),
        WantedOf(Shop, partitions: 1, TopicSetting.Unlimited),
        .. options.PublishesEvents
            ? [WantedOf(Events, options.EventsPartitions, options.EventsRetentionMs)]
            : Array.Empty<WantedTopic>(),
    ];

    /// <summary>Creates the missing topics, and adds the missing partitions to those with too few.</summary>
    /// <param name="checkShop">
    /// Throws where the log belongs to another shop. Called before the first change, because partitions cannot be taken
    /// back; not called where nothing has to change, or where no owner is recorded yet.
    /// </param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out the request.</param>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>kafka-refused</c>: the brokers turn this node away.</exception>
    public async Task<FoundTopics> EnsureAsync(Func<Task> checkShop, CancellationToken cancellation)
    {
        try
        {
            var waiting = Stopwatch.StartNew();
            HashSet<string> grown = [];
            var isChecked = false;
            while (true)
            {
                var found = await DescribeAsync(cancellation);
                var missing = found.Find(topic => topic.Error.IsError);
                _missing = missing?.Name;
                var small = missing is null ? Small(found) : [];
                if (missing is null && small.Count == 0)
                {
                    return new FoundTopics(IdsOf(found), grown.Count > 0, FaultIn(found));
                }

                if (!options.MakesTopics)
                {
                    return missing is null
                        ? new FoundTopics(IdsOf(found), HaveGrown: false, ExpectedTopics.TooSmall(small[0]))
                        : throw ExpectedTopics.Missing(missing.Name);
                }

                if (!isChecked && found.Exists(topic => topic.Name == Shop && !topic.Error.IsError))
                {
                    await checkShop();
                    isChecked = true;
                }

                if (waiting.Elapsed > EnsurePatience)
                {
                    throw new TransientFault(missing is null
                        ? "The brokers do not make the partitions that a topic lacks."
                        : $"The brokers do not make {missing.Name}: {missing.Error.Reason}");
                }

                // A topic that was created a moment ago may not be known to every broker yet.
                await (missing is null ? Task.CompletedTask : MakeAsync(cancellation));
                if (small.Count > 0 && await GrowAsync(small, grown, cancellation) is { } refusal)
                {
                    return new FoundTopics(IdsOf(found), grown.Count > 0, refusal);
                }

                await Task.Delay(Pause, cancellation);
            }
        }
        catch (KafkaException failure)
        {
            admin.Failed(failure.Error.Reason);
            throw refusal.FaultOf(failure);
        }
    }

    /// <summary>Checks the settings of existing topics, and sets those that do not suffice.</summary>
    /// <param name="checkShop">Throws where the topics are another shop's. Called before the first change.</param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out the request.</param>
    /// <returns>The settings that could not be set; null where there are none.</returns>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    public Task<FatalFault?> MendSettingsAsync(Func<Task> checkShop, CancellationToken cancellation) =>
        new TopicSettings(options, admin, log).MendAsync(Wanted, checkShop, cancellation);

    /// <summary>Describes the topics by a new client from now on, with the credentials of now.</summary>
    public void Reconnect() => admin.Replace();

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        // The native call has a bare pointer to the client.
        Task.WaitAny(_reaching);
        admin.Dispose();
    }

    /// <summary>A client for requests about topics.</summary>
    /// <exception cref="KafkaException">The client cannot be made with its options.</exception>
    internal static IAdminClient Build(KafkaOptions options, Action<Error> failed)
    {
        var configuration = Reconnection.Set(options, new AdminClientConfig
        {
            SocketTimeoutMs = (int)Patience.TotalMilliseconds,
        });
        return Reconnection.Build(() => new AdminClientBuilder(configuration)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => failed(error)).Build());
    }

    private WantedTopic WantedOf(string name, int partitions, long retentionMs) =>
        new(name, partitions, options.Replication, TopicSetting.SettingsFor(options, retentionMs));

    // A request of this client that waits for its controller while all brokers are away keeps two threads busy, half a
    // core in all. So a cheap request first checks that there is a broker; it fails after some idle seconds where there
    // is none.
    private Task ReachAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var client = admin.Current;
            var patience = options.Security.UsesTls ? SecuredPatience : ReachPatience;
            return _reaching = Task.Run(() => client.GetMetadata(InboxOf(options.Services[0]), patience));
        }
    }

    private async Task<List<TopicDescription>> DescribeAsync(CancellationToken cancellation)
    {
        await ReachAsync().WaitAsync(cancellation);
        var names = TopicCollection.OfTopicNames(Wanted.Select(topic => topic.Name));
        try
        {
            var answer = await admin.Current
                .DescribeTopicsAsync(names, new DescribeTopicsOptions { RequestTimeout = Patience })
                .BoundAsync(cancellation);
            Answered();
            return [.. answer.TopicDescriptions.OrderBy(topic => topic.Name, StringComparer.Ordinal)];
        }
        catch (DescribeTopicsException partly)
        {
            Answered();
            var other = partly.Results.TopicDescriptions
                .Find(topic => topic.Error is { IsError: true, Code: not ErrorCode.UnknownTopicOrPart });
            return other is null ? partly.Results.TopicDescriptions : throw FailureOf(other.Name, other.Error);
        }
    }

    // The error of one topic among several does not name it.
    private static KafkaException FailureOf(string topic, Error error) =>
        new(new Error(error.Code, $"topic {topic}: {error.Reason}"));

    private void Answered()
    {
        admin.Answered();
        refusal.Forget();
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        try
        {
            await admin.Current
                .CreateTopicsAsync(
                    Wanted.Select(topic => topic.Specification),
                    new CreateTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience })
                .BoundAsync(cancellation);
            LogCreated(_ => true);
        }
        catch (CreateTopicsException partly)
        {
            LogCreated(name => partly.Results.Exists(result => result.Topic == name && !result.Error.IsError));
            var other = partly.Results
                .Find(result => result.Error is { IsError: true, Code: not ErrorCode.TopicAlreadyExists });
            if (other is not null)
            {
                throw FailureOf(other.Topic, other.Error);
            }
        }
    }

    private void LogCreated(Func<string, bool> isCreated)
    {
        foreach (var topic in Wanted.Where(topic => isCreated(topic.Name)))
        {
            KafkaEvents.Created(log, topic.Name, topic.Partitions);
        }
    }

    private static string IdsOf(List<TopicDescription> found) =>
        string.Join(' ', found.Select(topic => topic.TopicId));

    // More partitions than are wanted do no harm: the nodes read them, and send nothing there.
    private List<(WantedTopic Wanted, int Found)> Small(List<TopicDescription> found) =>
    [
        .. Wanted
            .Select(wanted => (wanted, found.Find(topic => topic.Name == wanted.Name)?.Partitions.Count))
            .Where(pair => pair.Count < pair.wanted.Partitions)
            .Select(pair => (pair.wanted, pair.Count!.Value)),
    ];

    // Partitions that were granted a moment ago may not be described yet, and are then requested again.
    private async Task<FatalFault?> GrowAsync(
        List<(WantedTopic Wanted, int Found)> small, HashSet<string> grown, CancellationToken cancellation)
    {
        List<CreatePartitionsReport> failed = [];
        try
        {
            await admin.Current
                .CreatePartitionsAsync(
                    small.Select(topic => new PartitionsSpecification
                    {
                        Topic = topic.Wanted.Name, IncreaseTo = topic.Wanted.Partitions,
                    }),
                    new CreatePartitionsOptions { OperationTimeout = Patience, RequestTimeout = Patience })
                .BoundAsync(cancellation);
        }
        catch (CreatePartitionsException partly)
        {
            failed.AddRange(partly.Results.Where(result => result.Error.IsError));
        }

        foreach (var (wanted, found) in small.Where(topic => !failed.Exists(fail => fail.Topic == topic.Wanted.Name)))
        {
            if (grown.Add(wanted.Name))
            {
                KafkaEvents.Grown(log, wanted.Name, found, wanted.Partitions);
            }
        }

        return RefusalIn(small, failed);
    }

    // Another node may have been first, and a topic can go in between: such a one is described again. A change that the
    // brokers do not allow stays rejected, however often it is tried.
    internal FatalFault? RefusalIn(List<(WantedTopic Wanted, int Found)> small, List<CreatePartitionsReport> failed)
    {
        foreach (var fail in failed)
        {
            var (wanted, found) = small.Find(topic => topic.Wanted.Name == fail.Topic);
            if (BrokerRefusal.IsRefusal(fail.Error))
            {
                return new FatalFault(
                    KafkaFaultCodes.WrongTopic,
                    $"{wanted.Name} has {found} partitions, but {wanted.Partitions} are configured, and the brokers do "
                    + $"not let it have more: {fail.Error.Reason}");
            }

            KafkaEvents.Trouble(log, "partitions", $"{fail.Topic} gets no more partitions now: {fail.Error.Reason}");
        }

        return null;
    }

    private FatalFault? FaultIn(List<TopicDescription> found)
    {
        foreach (var topic in found)
        {
            var replicas = topic.Partitions.Min(partition => partition.Replicas.Count);
            if (replicas < options.Replication)
            {
                return new FatalFault(
                    KafkaFaultCodes.WrongTopic,
                    $"{topic.Name} lies on {replicas} brokers, but {options.Replication} are configured.");
            }
        }

        return null;
    }
}
