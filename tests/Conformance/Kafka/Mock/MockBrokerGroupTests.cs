using Cartwright.Conformance.Log;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>The suite on the client's own mock brokers, which assign the partitions themselves (KIP-848).</summary>
[Trait("Kind", "Long")]
public sealed class MockBrokerGroupTests : LogConformance
{
    protected override ILogBench Open() => new KafkaBench(MockCluster.SharedAsync(), usesConsumerProtocol: true);
}
