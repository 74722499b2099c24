using Cartwright.Conformance.Postgres;
using Cartwright.Conformance.Stores;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka;

/// <summary>A lost node's outbox on a real PostgreSQL, taken over by two nodes with a real Kafka.</summary>
[Trait("Kind", "Long")]
public sealed class LeftoverTests : IAsyncDisposable
{
    private const int Envelopes = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly KafkaBench _bench = new(KafkaBroker.SharedAsync());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_send_what_a_third_has_left_once()
    {
        var database = await PostgresDatabase.CreateAsync();
        await using var first = await database.OpenAsync();
        await using var second = await database.OpenAsync();
        await LeaveAsync(first);
        await using var one = await StartAsync(first);
        await using var other = await StartAsync(second);

        await Eventually.IsAsync("the outbox is empty", Patience, async () => !await HasEnvelopesAsync(first));

        Assert.Equal(Envelopes, await RecordsAsync());
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static async Task LeaveAsync(PostgresStore store)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000;
        await using var lane = await store.OpenLaneAsync(Stop);
        var left = Enumerable.Range(1, Envelopes)
            .Select(id => new Envelope(id, Role.Payment, id % 3, at, new byte[300]));
        await lane.StoreAsync([.. left]);
    }

    // Each look finds half of the envelopes; a claim lasts long enough for a slow machine.
    private async Task<ShopNode> StartAsync(PostgresStore store)
    {
        var options = new NodeOptions
        {
            DecidesLocally = false,
            Receivers = ShopServices.Roles,
            LeftoverAgeMs = 8_000,
            LeftoversMax = Envelopes / 2,
        };
        var node = new ShopNode(
            [ShopServices.Order],
            store,
            store.Ids,
            await _bench.ConnectAsync(),
            options,
            TimeProvider.System,
            NullLogger.Instance);
        await node.Engine.StartAsync(Stop);
        return node;
    }

    private static async Task<bool> HasEnvelopesAsync(PostgresStore store) =>
        (await store.Leftovers.FindAsync([.. Enumerable.Range(1, Envelopes)], Stop)).Count > 0;

    private async Task<long> RecordsAsync()
    {
        var options = await _bench.OptionsAsync();
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig { BootstrapServers = options.Brokers, GroupId = "counter" }).Build();
        return Enumerable.Range(0, options.Partitions)
            .Select(partition => new TopicPartition($"{options.Prefix}.payment.inbox.v1", partition))
            .Sum(place => consumer.QueryWatermarkOffsets(place, Patience).High.Value);
    }
}
