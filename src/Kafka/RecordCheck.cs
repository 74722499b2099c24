using System.Diagnostics.Metrics;
using Cartwright.Kernel;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// Drops the records of an inbox that are not from a node of the shop, and counts them. They are not parked: every
/// program that reaches the brokers could fill the table.
/// </summary>
/// <param name="seal">The authentication of envelopes; null accepts each record.</param>
/// <param name="receiver">The service of the inbox.</param>
/// <param name="dropped">Counts.</param>
/// <param name="log">Takes a line in ten seconds for each reason.</param>
internal sealed class RecordCheck(EnvelopeSeal? seal, Role receiver, Counter<long> dropped, ILogger log)
{
    /// <summary>Whether the record is delivered.</summary>
    public bool Admits(ConsumeResult<Ignore, byte[]> record)
    {
        if (seal?.Check(record.Topic, receiver, record.Message.Headers, record.Message.Value ?? []) is not { } why)
        {
            return true;
        }

        dropped.Add(1, new("messaging.destination.name", record.Topic), new("reason", why.Code));
        KafkaEvents.Dropped(
            log, record.Topic, record.Partition.Value, record.Offset.Value, why.Reason, why.Code);
        return false;
    }
}
