namespace Cartwright.Conformance.Kafka.Mock;

/// <summary>The requests of Kafka's protocol that tests make fail, by their API keys.</summary>
internal enum Request : short
{
    Produce = 0,
    Fetch = 1,
    Metadata = 3,
    OffsetCommit = 8,
    OffsetFetch = 9,
    FindCoordinator = 10,
    JoinGroup = 11,
    Heartbeat = 12,
    InitProducerId = 22,
}
