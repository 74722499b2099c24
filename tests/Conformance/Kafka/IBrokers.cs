using Cartwright.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Conformance.Kafka;

/// <summary>Brokers, real or simulated.</summary>
internal interface IBrokers
{
    /// <summary>Their addresses: <c>host:port</c>, separated by commas.</summary>
    string Address { get; }

    /// <summary>Where a client of the test itself connects, without credentials.</summary>
    string OpenAddress => Address;

    /// <summary>How a node protects its connections.</summary>
    KafkaSecurity Security => KafkaSecurity.None;

    /// <summary>A new node's connection to the log, which creates missing topics.</summary>
    Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log);
}
