using Cartwright.Conformance.Log;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>The suite on the client's own mock brokers, on every machine.</summary>
public sealed class MockLogTests : LogConformance
{
    protected override ILogBench Open() => new KafkaBench(MockCluster.SharedAsync());
}
