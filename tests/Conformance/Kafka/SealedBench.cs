using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;
using Microsoft.Extensions.Logging;

namespace Cartwright.Conformance.Kafka;

/// <summary>Topics of one test whose envelopes have a MAC; the order service sends them.</summary>
internal sealed class SealedBench : ILogBench
{
    private readonly Task<IBrokers> _brokers;
    private readonly KafkaBench _bench;
    private readonly string _file = Path.GetTempFileName();

    public SealedBench(Task<IBrokers> brokers)
    {
        (_brokers, _bench) = (brokers, new KafkaBench(brokers));
        Write(FirstKey);
    }

    /// <summary>The keys of the tests: 32 bytes each, as a file has them.</summary>
    public static string FirstKey { get; } = $"first {Convert.ToBase64String(new byte[32])}";

    public static string SecondKey { get; } = $"second {Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)])}";

    /// <summary>Replaces the file of keys.</summary>
    public void Write(params string[] keys) => File.WriteAllLines(_file, keys);

    /// <summary>Deletes the file of keys.</summary>
    public void DeleteKeys() => File.Delete(_file);

    public ILog Connect() => Task.Run(() => ConnectAsync()).GetAwaiter().GetResult();

    /// <summary>The log of a node, as its order service uses it.</summary>
    public async Task<ILog> ConnectAsync(ILogger? logger = null) =>
        new SenderLog(await _bench.ConnectAsync(logger: logger, adapt: Seal), Role.Order);

    /// <summary>The options of such a node.</summary>
    public async Task<KafkaOptions> OptionsAsync() => Seal(await _bench.OptionsAsync());

    public async Task<string> AddressAsync() => (await _brokers).OpenAddress;

    public Task LeaveAsync(ILog log) => _bench.LeaveAsync(((SenderLog)log).Log);

    public Task<IReadOnlyList<(int Partition, PublicRecord Event)>> EventsAsync(int count) =>
        _bench.EventsAsync(count);

    public Task UntilAsync(Func<bool> isReached) => _bench.UntilAsync(isReached);

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        File.Delete(_file);
    }

    private KafkaOptions Seal(KafkaOptions options) =>
        options with { Sealing = new KafkaSealing(_file, EnvelopeSenders.FindForbidden) };
}
