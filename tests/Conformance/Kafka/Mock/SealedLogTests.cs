using Cartwright.Conformance.Log;

namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>The suite with a MAC on each envelope.</summary>
public sealed class SealedLogTests : LogConformance
{
    protected override ILogBench Open() => new SealedBench(MockCluster.SharedAsync());
}
