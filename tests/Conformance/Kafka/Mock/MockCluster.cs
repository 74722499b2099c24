using System.Runtime.InteropServices;
using System.Text;
using Cartwright.Kafka;
using Cartwright.Shop;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>
/// The mock brokers inside the client's own library: the real protocol over real connections, with groups and producer
/// identities, and without a disk. Their answers can be prescribed. They do not create topics by request and have no
/// topic settings, so this class opens the log without both steps.
/// </summary>
internal sealed class MockCluster : IBrokers, IDisposable
{
    private const int Producer = 0;
    private const int All = -1;
    private static readonly Lazy<MockCluster> Lazily = new(() => new MockCluster());

    private readonly nint _client;
    private readonly nint _cluster;

    /// <summary>Starts the brokers, numbered from 1 on.</summary>
    public MockCluster(int brokers = 1)
    {
        var configuration = NativeMock.NewConfiguration();
        NativeMock.SetLog(configuration, callback: 0);
        var error = new byte[512];
        _client = NativeMock.NewClient(Producer, configuration, error, (nuint)error.Length);
        Assert.True(_client != 0, Encoding.UTF8.GetString(error));
        _cluster = NativeMock.NewCluster(_client, brokers);
        Assert.True(_cluster != 0, "There is no mock cluster.");
        NativeMock.SetController(_cluster, broker: 1);
        NativeMock.SetGroupDelay(_cluster, delayMs: 0);
        NativeMock.TrackRequests(_cluster);
    }

    /// <summary>The brokers that the tests of this process share, for tests that inject no fault.</summary>
    public static Task<IBrokers> SharedAsync() => Task.FromResult<IBrokers>(Lazily.Value);

    public static void EndShared()
    {
        if (Lazily.IsValueCreated)
        {
            Lazily.Value.Dispose();
        }
    }

    public string Address => Marshal.PtrToStringUTF8(NativeMock.Addresses(_cluster))!;

    public Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log) =>
        OpenAsync(options, log, TestContext.Current.CancellationToken);

    public Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log, CancellationToken cancellation)
    {
        using (var topics = new Topics(options, log))
        {
            foreach (var role in ShopServices.Roles)
            {
                Create(topics.InboxOf(role), options.Partitions);
            }

            Create(topics.Events, options.EventsPartitions);
            Create(topics.Shop, partitions: 1);
        }

        return KafkaLog.OpenAsync(options, log, checksSettings: false, cancellation);
    }

    /// <summary>Deletes a topic with all its records if it exists, and re-creates it.</summary>
    public void Renew(string topic, int partitions)
    {
        Delete(topic);
        Create(topic, partitions);
    }

    public void Delete(string topic) => Succeed(NativeMock.DeleteTopic(_cluster, topic));

    /// <summary>Creates a topic. It may exist already, made by another node.</summary>
    public void Create(string topic, int partitions) =>
        Assert.Contains(
            (ErrorCode)NativeMock.CreateTopic(_cluster, topic, partitions, replicas: 1),
            (ErrorCode[])[ErrorCode.NoError, ErrorCode.TopicAlreadyExists]);

    /// <summary>Prescribes the answers to the next requests of a kind, one each.</summary>
    public void FailNext(Request request, params ErrorCode[] errors) =>
        NativeMock.PushErrors(
            _cluster, (short)request, (nuint)errors.Length, Array.ConvertAll(errors, error => (int)error));

    /// <summary>Returns to correct answers for requests of a kind.</summary>
    public void Heal(Request request) => NativeMock.ClearErrors(_cluster, (short)request);

    /// <summary>Cuts all connections, and rejects new ones.</summary>
    public void TakeDown() => Succeed(NativeMock.SetDown(_cluster, All));

    public void BringUp() => Succeed(NativeMock.SetUp(_cluster, All));

    public void Lead(string topic, int partition, int broker) =>
        Succeed(NativeMock.SetLeader(_cluster, topic, partition, broker));

    /// <summary>Moves a group's coordinator to another broker; its members have to find it.</summary>
    public void Coordinate(string group, int broker) =>
        Succeed(NativeMock.SetCoordinator(_cluster, "group", group, broker));

    /// <summary>The number of requests of a kind so far.</summary>
    public int Count(Request request)
    {
        var requests = NativeMock.Requests(_cluster, out var count);
        try
        {
            return Enumerable.Range(0, (int)count)
                .Count(i => NativeMock.KindOf(Marshal.ReadIntPtr(requests, i * nint.Size)) == (short)request);
        }
        finally
        {
            NativeMock.DestroyRequests(requests, count);
        }
    }

    public void Dispose()
    {
        NativeMock.DestroyCluster(_cluster);
        NativeMock.DestroyClient(_client);
    }

    private static void Succeed(int error) => Assert.Equal(ErrorCode.NoError, (ErrorCode)error);
}
