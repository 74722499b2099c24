using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>The readers of this node's inboxes, one for each of its services, and their supervision.</summary>
/// <param name="options">How the log is reached.</param>
/// <param name="names">The names of the inboxes.</param>
/// <param name="shop">The shop of the log.</param>
/// <param name="dropped">Counts records without authentication, where it is needed.</param>
/// <param name="log">Takes the log lines.</param>
internal sealed class InboxReaders(
    KafkaOptions options, TopicNames names, ShopId shop, Counter<long> dropped, ILogger log) : IDisposable
{
    private readonly ConcurrentDictionary<Role, InboxReader> _readers = new();
    private readonly ConcurrentDictionary<Role, StandstillWatch> _standstills = new();

    /// <summary>The authentication of envelopes; null without one.</summary>
    public EnvelopeSeal? Seal { get; } =
        options.Sealing is { } sealing ? new EnvelopeSeal(sealing, shop, log, TimeProvider.System) : null;

    /// <summary>How far the inboxes are behind, for the metric.</summary>
    public IEnumerable<Measurement<long>> Lags => _readers.Values.SelectMany(reader => reader.Lag.Latest);

    /// <summary>Begins to read an inbox.</summary>
    /// <param name="role">The service of the inbox.</param>
    /// <param name="receiver">Receives its records.</param>
    /// <param name="measuresLag">Whether its lag is wanted.</param>
    /// <param name="topicsMissing">Called when a client reports a missing topic.</param>
    public void Add(Role role, ILogReceiver receiver, Func<bool> measuresLag, Action topicsMissing)
    {
        var inbox = names.InboxOf(role);
        var reader = new InboxReader(
            options,
            inbox,
            receiver,
            new RecordCheck(Seal, role, dropped, log),
            new ConsumerLag(inbox, measuresLag),
            log,
            topicsMissing);
        _readers[role] = reader;
        _standstills[role] = new StandstillWatch(inbox, reader, options, log);
    }

    /// <summary>The reader of a service's inbox; null where this node does not read it.</summary>
    public InboxReader? Find(Role role) => _readers.GetValueOrDefault(role);

    /// <summary>Does the same with each reader.</summary>
    public void Each(Action<InboxReader> act)
    {
        foreach (var reader in _readers.Values)
        {
            act(reader);
        }
    }

    /// <summary>Ends the watch over the keys; the readers have ended before.</summary>
    public void Dispose() => Seal?.Dispose();

    /// <summary>Looks for partitions that stand still.</summary>
    public async Task LookAsync(IAdminClient admin, CancellationToken cancellation)
    {
        foreach (var standstill in _standstills.Values)
        {
            await standstill.LookAsync(admin, cancellation);
        }
    }
}
