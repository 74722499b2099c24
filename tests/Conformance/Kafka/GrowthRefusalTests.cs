using Cartwright.Conformance.Kafka.Mock;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Conformance.Kafka;

/// <summary>
/// The adapter's behaviour when brokers reject more partitions for a topic; <c>TopicTests</c> has real brokers.
/// </summary>
public sealed class GrowthRefusalTests
{
    private const string Topic = "some.inbox.v1";

    private readonly ToldEvents _told = new();

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.ClusterAuthorizationFailed)]
    [InlineData(ErrorCode.PolicyViolation)]
    [InlineData(ErrorCode.InvalidRequest)]
    public void What_is_not_allowed_is_final(ErrorCode refusal)
    {
        var fault = Judge(refusal);
        Assert.Equal(("wrong-topic", 0), (fault?.Code, _told.Troubles));
        Assert.StartsWith($"{Topic} has 3 partitions, but 4 are configured, and the brokers do not", fault?.Message);
    }

    // Another node was first, the controller has moved, the brokers are busy, the topic was deleted: a retry succeeds.
    [Theory]
    [InlineData(ErrorCode.InvalidPartitions)]
    [InlineData(ErrorCode.NotController)]
    [InlineData(ErrorCode.RequestTimedOut)]
    [InlineData(ErrorCode.ReassignmentInProgress)]
    [InlineData(ErrorCode.UnknownTopicOrPart)]
    public void What_fails_now_is_logged_and_asked_for_again(ErrorCode refusal)
    {
        Assert.Null(Judge(refusal));
        Assert.Equal(1, _told.Troubles);
    }

    private FatalFault? Judge(ErrorCode refusal)
    {
        using var topics = new Topics(KafkaBench.OptionsOf("127.0.0.1:1", "test"), _told);
        return topics.RefusalIn(
            [(new WantedTopic(Topic, Partitions: 4, Replication: 1, Settings: []), 3)],
            [new CreatePartitionsReport { Topic = Topic, Error = new Error(refusal) }]);
    }
}
