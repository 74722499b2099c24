using Cartwright.Conformance.Log;

namespace Cartwright.Conformance.Kafka;

/// <summary>The suite on a real broker.</summary>
public sealed class KafkaLogTests : LogConformance
{
    protected override ILogBench Open() => new KafkaBench(KafkaBroker.SharedAsync());
}
