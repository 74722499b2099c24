using Cartwright.Cli.Configuration;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;

namespace Cartwright.Cli.Composition;

/// <summary>The log as verbs read it by themselves.</summary>
internal static class LogsAtRest
{
    /// <param name="brokers">The brokers: <c>host:port</c>, several with commas.</param>
    /// <param name="protection">How the connections are protected; null for not at all.</param>
    /// <param name="prefix">The common beginning of the topics' names.</param>
    /// <param name="patience">How long an answer may take.</param>
    public static ILogAtRest Of(
        string brokers, BrokerProtection? protection, string prefix, TimeSpan patience) =>
        new KafkaAtRest(brokers, prefix, patience)
        {
            Security = protection is null ? KafkaSecurity.None : ServiceLog.SecurityOf(protection),
        };
}
