using Cartwright.Conformance.Log;

namespace Cartwright.Conformance.Kafka;

/// <summary>The suite on a real broker that assigns the partitions itself (KIP-848).</summary>
[Trait("Kind", "Long")]
public sealed class BrokerGroupTests : LogConformance
{
    protected override ILogBench Open() => new KafkaBench(KafkaBroker.SharedAsync(), usesConsumerProtocol: true);
}
