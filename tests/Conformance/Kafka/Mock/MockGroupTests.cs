namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>Groups on the client's own mock brokers.</summary>
[Trait("Kind", "Long")]
public sealed class MockGroupTests() : GroupConformance(MockCluster.SharedAsync());
