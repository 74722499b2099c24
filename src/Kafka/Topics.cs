using Cartwright.Domain;
using Cartwright.Domain.Storage;
using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>The topics: made explicitly with their settings, and checked.</summary>
internal sealed class Topics(KafkaOptions options) : IDisposable
{
    private const int TriesMax = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReachPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IAdminClient _admin = new AdminClientBuilder(Reconnection.Set(options, new AdminClientConfig
    {
        SocketTimeoutMs = (int)Patience.TotalMilliseconds,
        AllowAutoCreateTopics = false,
    })).SetLogHandler((_, _) => { }).Build();

    private readonly Lock _lock = new();
    private Task _reaching = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>The topic of a service's inbox.</summary>
    public string InboxOf(Role role) => $"{options.Prefix}.{EnumText.Of(role)}.inbox.v1";

    /// <summary>The topic of public events.</summary>
    public string Events { get; } = $"{options.Prefix}.order.events.v1";

    /// <summary>The topic that says whose log it is.</summary>
    public string Shop { get; } = $"{options.Prefix}.shop.v1";

    private IEnumerable<TopicSpecification> Wanted =>
    [
        .. Enum.GetValues<Role>().Select(role => SpecificationOf(InboxOf(role))),
        SpecificationOf(Shop),
        .. options.PublishesEvents ? [SpecificationOf(Events)] : Array.Empty<TopicSpecification>(),
    ];

    /// <summary>
    /// Makes the topics that are missing, and checks them. The brokers' own ids of the topics come back: where they
    /// are other than before, the topics are new ones of the same names.
    /// </summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>wrong-topic</c>: a topic is other than it must be.</exception>
    public async Task<string> EnsureAsync()
    {
        try
        {
            for (var tries = 1; ; tries++)
            {
                var found = await DescribeAsync();
                if (found.TrueForAll(topic => !topic.Error.IsError))
                {
                    found.ForEach(Check);
                    return string.Join(' ', found.Select(topic => topic.TopicId));
                }

                if (tries == TriesMax)
                {
                    throw new KafkaException(found.First(topic => topic.Error.IsError).Error);
                }

                // What was made a moment ago may not be known to every broker yet.
                await MakeAsync();
                await Task.Delay(Pause);
            }
        }
        catch (KafkaException failure)
        {
            throw new TransientFault($"The brokers do not answer: {failure.Error.Reason}", failure);
        }
    }

    /// <summary>Checks the settings of topics that are there, whoever made them.</summary>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>wrong-topic</c>: one has less than it needs.</exception>
    public async Task CheckSettingsAsync()
    {
        try
        {
            var names = Wanted.Select(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic.Name });
            var found = await _admin.DescribeConfigsAsync(
                names, new DescribeConfigsOptions { RequestTimeout = Patience });
            found.ForEach(CheckSettings);
        }
        catch (KafkaException failure)
        {
            throw new TransientFault($"The brokers do not tell the topics' settings: {failure.Error.Reason}", failure);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        // The native call has a bare pointer to the client.
        Task.WaitAny(_reaching);
        _admin.Dispose();
    }

    // A request of this client that waits for its controller while all brokers are away keeps two threads busy, half a
    // core in all. So it is asked first whether there is anybody, which fails after two idle seconds where nobody is.
    private Task ReachAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _reaching = Task.Run(() => _admin.GetMetadata(InboxOf(Role.Order), ReachPatience));
        }
    }

    private async Task<List<TopicDescription>> DescribeAsync()
    {
        await ReachAsync();
        var names = TopicCollection.OfTopicNames(Wanted.Select(topic => topic.Name));
        try
        {
            var answer = await _admin.DescribeTopicsAsync(
                names, new DescribeTopicsOptions { RequestTimeout = Patience });
            return [.. answer.TopicDescriptions.OrderBy(topic => topic.Name, StringComparer.Ordinal)];
        }
        catch (DescribeTopicsException partly)
        {
            var other = partly.Results.TopicDescriptions
                .Find(topic => topic.Error is { IsError: true, Code: not ErrorCode.UnknownTopicOrPart });
            return other is null ? partly.Results.TopicDescriptions : throw new KafkaException(other.Error);
        }
    }

    private async Task MakeAsync()
    {
        try
        {
            await _admin.CreateTopicsAsync(
                Wanted,
                new CreateTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience });
        }
        catch (CreateTopicsException partly)
        {
            var other = partly.Results
                .Find(result => result.Error is { IsError: true, Code: not ErrorCode.TopicAlreadyExists });
            if (other is not null)
            {
                throw new KafkaException(other.Error);
            }
        }
    }

    private TopicSpecification SpecificationOf(string name) => new()
    {
        Name = name,
        NumPartitions = PartitionsOf(name),
        ReplicationFactor = options.Replication,
        Configs = TopicSetting.Of(options, RetentionMsOf(name))
            .ToDictionary(setting => setting.Name, setting => setting.Wanted),
    };

    private int PartitionsOf(string name) =>
        name == Events ? options.EventsPartitions : name == Shop ? 1 : options.Partitions;

    private long RetentionMsOf(string name) =>
        name == Events ? options.EventsRetentionMs : name == Shop ? TopicSetting.Unlimited : options.RetentionMs;

    private void CheckSettings(DescribeConfigsResult topic)
    {
        var name = topic.ConfigResource.Name;
        foreach (var setting in TopicSetting.Of(options, RetentionMsOf(name)))
        {
            var found = topic.Entries.TryGetValue(setting.Name, out var entry) ? entry.Value : "nothing";
            if (!setting.IsEnough(found))
            {
                throw new FatalFault(
                    "wrong-topic",
                    $"{name} has {setting.Name}={found}, but {setting.Bound}{setting.Wanted} "
                    + "is wanted.");
            }
        }
    }

    private void Check(TopicDescription topic)
    {
        var partitions = PartitionsOf(topic.Name);
        if (topic.Partitions.Count != partitions)
        {
            throw new FatalFault(
                "wrong-topic",
                $"{topic.Name} has {topic.Partitions.Count} partitions, but {partitions} are configured.");
        }

        var replicas = topic.Partitions.Min(partition => partition.Replicas.Count);
        if (replicas < options.Replication)
        {
            throw new FatalFault(
                "wrong-topic",
                $"{topic.Name} lies on {replicas} brokers, but {options.Replication} are configured.");
        }
    }
}
