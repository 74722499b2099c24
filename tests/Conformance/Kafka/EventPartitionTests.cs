using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// Public events lie in the partitions that Kafka's own clients choose for their keys (murmur2), so that a stream
/// processor can join them with other topics. The hashes are those of the tests of Apache Kafka's client,
/// `UtilsTest.testMurmur2`.
/// </summary>
[Trait("Kind", "Long")]
public sealed class EventPartitionTests : IAsyncDisposable
{
    private static readonly Dictionary<string, int> Hashes = new()
    {
        ["21"] = -973_932_308,
        ["foobar"] = -790_332_482,
        ["a-little-bit-long-string"] = -985_981_536,
        ["a-little-bit-longer-string"] = -1_486_304_829,
        ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8"] = -58_897_971,
        ["abc"] = 479_470_107,
    };

    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    [Fact]
    public async Task An_event_lies_where_any_client_of_Kafka_looks_for_its_key()
    {
        var log = await _bench.ConnectAsync();
        var events = Hashes.Keys.Select(key => new { id = key, subject = key });
        var bytes = JsonSerializer.SerializeToUtf8Bytes(events);
        log.Send(new Envelope(1, Role.Order, Envelope.Public, At: 0, bytes), _ => { });

        var found = await _bench.EventsAsync(Hashes.Count);
        var partitions = (await _bench.OptionsAsync()).EventsPartitions;
        Assert.Equal(
            Hashes.Select(hash => (hash.Key, (hash.Value & int.MaxValue) % partitions)).Order(),
            found.Select(record => (record.Event.Key, record.Partition)).Order());
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
