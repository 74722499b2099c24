using System.Diagnostics.Metrics;
using System.Text;
using Cartwright.Conformance.Log;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Telemetry;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>
/// Another program that writes to the inbox of stock. It has seen records of the shop, and it may even have the key of
/// one of its services.
/// </summary>
public sealed class ForgedRecordTests : IAsyncDisposable
{
    private const string Question = """{"version":1,"messages":[{"type":"take-stock.v1","body":{}}]}""";
    private const int Partition = 1;
    private const string Answer = """{"version":1,"messages":[{"type":"stock-taken.v1","body":{}}]}""";

    private readonly SealedBench _bench = new(MockCluster.SharedAsync());
    private readonly ToldEvents _told = new();
    private readonly DroppedRecords _dropped = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Forgeries { get; } = new()
    {
        { "no header at all", "unsigned" },
        { "no MAC", "unsigned" },
        { "an empty MAC", "wrong-mac" },
        { "half of the MAC", "wrong-mac" },
        { "another body", "wrong-mac" },
        { "another sender", "wrong-mac" },
        { "a sender that is no service", "wrong-mac" },
        { "another topic", "wrong-mac" },
        { "another shop", "wrong-mac" },
        { "an unknown key", "unknown-key" },
        { "another key of that name", "wrong-mac" },
        { "a message of another service", "wrong-sender" },
        { "a sender that writes nothing there", "wrong-sender" },
    };

    /// <summary>It is dropped and counted, and does not reach the node; the next record does.</summary>
    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_record_of_another_writer_is_dropped(string forgery, string reason)
    {
        var (log, node) = await JoinAsync();
        await ProduceAsync(await ForgeAsync(forgery));
        log.Send(new Envelope(1, Role.Stock, Partition: 0, At: 0, Encoding.UTF8.GetBytes(Question)), _ => { });

        await _bench.UntilAsync(() => node.Deliveries.Count > 0);

        Assert.Equal(Question, Assert.Single(node.Deliveries).Text);
        Assert.Equal(reason, Assert.Single(_dropped.Reasons));
        Assert.Equal(1, _told.Dropped);
        Assert.Empty(node.Faults);
    }

    /// <summary>A node that reads them again would count them again.</summary>
    [Fact]
    public async Task Dropped_records_are_done()
    {
        const int Count = 20;
        var (log, _) = await JoinAsync();
        for (var number = 0; number < Count; number++)
        {
            await ProduceAsync(new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(Question) });
        }

        await _bench.UntilAsync(() => _dropped.Reasons.Count == Count);
        await _bench.LeaveAsync(log);
        var (next, node) = await JoinAsync();
        next.Send(new Envelope(1, Role.Stock, Partition: 0, At: 0, Encoding.UTF8.GetBytes(Question)), _ => { });
        await _bench.UntilAsync(() => node.Deliveries.Count > 0);

        Assert.Equal(Count, _dropped.Reasons.Count);
    }

    /// <summary>The ring of a running node is replaced in three steps, each on one node before the other.</summary>
    [Fact]
    public async Task A_key_is_replaced_without_a_gap()
    {
        var (log, node) = await JoinAsync();
        var sent = 0;
        foreach (var keys in (string[][])
        [
            [SealedBench.FirstKey, SealedBench.SecondKey],
            [SealedBench.SecondKey, SealedBench.FirstKey],
            [SealedBench.SecondKey],
        ])
        {
            // What was sent before is read after, and the other way round.
            log.Send(new Envelope(++sent, Role.Stock, Partition: 0, At: 0, Encoding.UTF8.GetBytes(Question)), _ => { });
            var reads = _told.ReadKeys;
            _bench.Write(keys);
            await _bench.UntilAsync(() => _told.ReadKeys > reads && node.Deliveries.Count == sent);
        }

        await ProduceAsync(await SealAsync(new KeyFile(SealedBench.FirstKey), options => options));
        await _bench.UntilAsync(() => _dropped.Reasons.Count > 0);
        Assert.Equal("unknown-key", Assert.Single(_dropped.Reasons));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_keys_that_is_broken_or_gone_is_warned_of_and_changes_nothing(bool isGone)
    {
        var (log, node) = await JoinAsync();
        if (isGone)
        {
            _bench.DeleteKeys();
        }
        else
        {
            _bench.Write("first not-base64");
        }

        await _bench.UntilAsync(() => _told.Troubles > 0);
        log.Send(new Envelope(1, Role.Stock, Partition: 0, At: 0, Encoding.UTF8.GetBytes(Question)), _ => { });
        await _bench.UntilAsync(() => node.Deliveries.Count > 0);
        Assert.Empty(_dropped.Reasons);
    }

    /// <summary>Without keys a record has the header that it always had, and no other.</summary>
    [Fact]
    public async Task The_body_is_the_same_with_a_MAC_and_the_headers_without_one()
    {
        var options = await _bench.OptionsAsync();
        var sealing = options.Sealing;
        foreach (var isSealed in (bool[])[false, true])
        {
            using var log = await OpenAsync(options with { Sealing = isSealed ? sealing : null });
            new SenderLog(log, Role.Order).Send(
                new Envelope(1, Role.Stock, Partition, At: 0, Encoding.UTF8.GetBytes(Question)), _ => { });
            var record = await ReadAsync(isSealed ? 1 : 0);
            Assert.Equal(Question, Encoding.UTF8.GetString(record.Message.Value));
            Assert.Equal(
                isSealed
                    ? ["content-type", EnvelopeSeal.SenderHeader, EnvelopeSeal.KeyHeader, EnvelopeSeal.MacHeader]
                    : ["content-type"],
                record.Message.Headers.Select(header => header.Key));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _dropped.Dispose();
        await _bench.DisposeAsync();
    }

    private async Task<(ILog Log, Recorder Node)> JoinAsync()
    {
        var log = await _bench.ConnectAsync(_told);
        _dropped.Watch(((SenderLog)log).Log);
        var node = new Recorder();
        log.Subscribe(Role.Stock, node);
        await _bench.UntilAsync(() => node.Owned.Count == log.PartitionsOf(Role.Stock));
        return (log, node);
    }

    private async Task<Message<Null, byte[]>> ForgeAsync(string forgery)
    {
        using var other = new KeyFile($"first {Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)])}");
        using var unknown = new KeyFile(SealedBench.SecondKey);
        return forgery switch
        {
            "no header at all" => new() { Value = Encoding.UTF8.GetBytes(Question) },
            "no MAC" => Change(await SealAsync(), mac: null),
            "an empty MAC" => Change(await SealAsync(), mac => []),
            "half of the MAC" => Change(await SealAsync(), mac => mac[..16]),
            "another body" => await WithBodyAsync(Question.Replace("{}", "{ }", StringComparison.Ordinal)),
            "another sender" => Rename(await SealAsync(), "payment"),
            "a sender that is no service" => Rename(await SealAsync(), "Nobody\u00ff"),
            "another topic" => await SealAsync(to: Role.Payment),
            "another shop" => await SealAsync(shop: ShopId.New()),
            "an unknown key" => await SealAsync(unknown, options => options),
            "another key of that name" => await SealAsync(other, options => options),
            "a message of another service" => await SealAsync(body: Answer),
            "a sender that writes nothing there" => await SealAsync(from: Role.Stock),
            _ => throw new ArgumentOutOfRangeException(nameof(forgery), forgery, "There is no such forgery."),
        };
    }

    private async Task<Message<Null, byte[]>> WithBodyAsync(string body)
    {
        var message = await SealAsync();
        message.Value = Encoding.UTF8.GetBytes(body);
        return message;
    }

    private static Message<Null, byte[]> Rename(Message<Null, byte[]> message, string sender)
    {
        message.Headers.Remove(EnvelopeSeal.SenderHeader);
        message.Headers.Add(EnvelopeSeal.SenderHeader, Encoding.Latin1.GetBytes(sender));
        return message;
    }

    private static Message<Null, byte[]> Change(Message<Null, byte[]> message, Func<byte[], byte[]>? mac)
    {
        var known = message.Headers.GetLastBytes(EnvelopeSeal.MacHeader);
        message.Headers.Remove(EnvelopeSeal.MacHeader);
        if (mac is not null)
        {
            message.Headers.Add(EnvelopeSeal.MacHeader, mac(known));
        }

        return message;
    }

    private Task<Message<Null, byte[]>> SealAsync(KeyFile keys, Func<KafkaSealing, KafkaSealing> adapt) =>
        SealAsync(adapt: sealing => adapt(sealing with { KeysFile = keys.Path }));

    // A record as a node of the shop makes it, but for the differences.
    private async Task<Message<Null, byte[]>> SealAsync(
        Role? from = null,
        Role? to = null,
        ShopId? shop = null,
        string body = Question,
        Func<KafkaSealing, KafkaSealing>? adapt = null)
    {
        var options = await _bench.OptionsAsync();
        using var log = await OpenAsync(options);
        var sealing = adapt is null ? options.Sealing! : adapt(options.Sealing!);
        using var seal = new EnvelopeSeal(sealing, shop ?? log.Shop, NullLogger.Instance, TimeProvider.System);
        var bytes = Encoding.UTF8.GetBytes(body);
        var topic = new TopicNames(options.Prefix).InboxOf(to ?? Role.Stock);
        return new() { Value = bytes, Headers = [.. seal.HeadersOf(topic, from ?? Role.Order, bytes)] };
    }

    private static async Task<KafkaLog> OpenAsync(KafkaOptions options) =>
        await (await MockCluster.SharedAsync()).OpenAsync(options, NullLogger.Instance);

    private async Task ProduceAsync(Message<Null, byte[]> message)
    {
        var options = await _bench.OptionsAsync();
        using var producer = new ProducerBuilder<Null, byte[]>(
            new ProducerConfig { BootstrapServers = await _bench.AddressAsync() }).Build();
        var place = new TopicPartition(new TopicNames(options.Prefix).InboxOf(Role.Stock), 0);
        await producer.ProduceAsync(place, message, Stop);
    }

    private async Task<ConsumeResult<Ignore, byte[]>> ReadAsync(int offset)
    {
        var options = await _bench.OptionsAsync();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = await _bench.AddressAsync(), GroupId = "reader", EnableAutoCommit = false,
        }).Build();
        consumer.Assign(new TopicPartitionOffset(
            new TopicNames(options.Prefix).InboxOf(Role.Stock), Partition, offset));
        ConsumeResult<Ignore, byte[]>? found = null;
        await _bench.UntilAsync(() => (found = consumer.Consume(TimeSpan.FromMilliseconds(100))) is not null);
        return found!;
    }

    /// <summary>A file with one key.</summary>
    private sealed class KeyFile : IDisposable
    {
        public KeyFile(string key) => File.WriteAllText(Path, key);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }

    /// <summary>The reasons by which a log has counted dropped records.</summary>
    private sealed class DroppedRecords : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _reasons = [];

        public IReadOnlyList<string> Reasons
        {
            get
            {
                lock (_reasons)
                {
                    return [.. _reasons];
                }
            }
        }

        public void Watch(KafkaLog log)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Meter
                    && ReferenceEquals(instrument.Meter.Scope, log)
                    && instrument.Name == "cartwright.inbox.dropped")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                lock (_reasons)
                {
                    _reasons.Add((string)tags.ToArray().Single(tag => tag.Key == "reason").Value!);
                }
            });
            _listener.Start();
        }

        public void Dispose() => _listener.Dispose();
    }
}
