using Cartwright.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Conformance.Kafka;

/// <summary>Brokers, real ones or not.</summary>
internal interface IBrokers
{
    /// <summary>Where they listen: <c>host:port</c>, several with commas.</summary>
    string Address { get; }

    /// <summary>A new node's way to the log, whose topics are made where they are missing.</summary>
    Task<KafkaLog> OpenAsync(KafkaOptions options, ILogger log);
}
