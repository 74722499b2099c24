using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>
/// Whether the brokers let this node do its work. Without a right a node would start and look well, and its records
/// would stay where they are.
/// </summary>
internal sealed class RightsCheck(KafkaOptions options, TopicNames names, IAdminClient admin)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Compares the rights that the brokers report with those that the node needs.</summary>
    /// <exception cref="FatalFault"><c>kafka-refused</c>: one is missing.</exception>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    public async Task RequireAsync(CancellationToken cancellation)
    {
        try
        {
            await RequireTopicsAsync(cancellation);
            await RequireGroupsAsync(cancellation);
        }
        catch (KafkaException failure)
        {
            throw new TransientFault(
                $"The brokers do not report the rights of this node: {failure.Error.Reason}", failure);
        }
    }

    private async Task RequireTopicsAsync(CancellationToken cancellation)
    {
        List<(string Topic, AclOperation Operation)> needed =
        [
            .. options.Reads.Select(role => (names.InboxOf(role), AclOperation.Read)),
            .. options.Writes.Select(role => (names.InboxOf(role), AclOperation.Write)),
            .. options.WritesEvents ? [(names.Events, AclOperation.Write)] : Array.Empty<(string, AclOperation)>(),
        ];
        if (needed.Count == 0)
        {
            return;
        }

        var answer = await admin
            .DescribeTopicsAsync(
                TopicCollection.OfTopicNames(needed.Select(right => right.Topic).Distinct()),
                new DescribeTopicsOptions { RequestTimeout = Patience, IncludeAuthorizedOperations = true })
            .BoundAsync(cancellation);
        foreach (var (topic, operation) in needed)
        {
            Require(
                answer.TopicDescriptions.Find(found => found.Name == topic)?.AuthorizedOperations,
                operation,
                $"topic {topic}");
        }
    }

    private async Task RequireGroupsAsync(CancellationToken cancellation)
    {
        var offsets = new GroupOffsets(options.Brokers, options.Security, Patience);
        foreach (var group in options.Reads.Select(names.InboxOf))
        {
            if (!await offsets.MayJoinAsync(group, group, cancellation))
            {
                throw Missing(AclOperation.Read, $"group {group}");
            }
        }
    }

    // Brokers without an authorizer report every operation, and those of the tests none.
    private static void Require(List<AclOperation>? found, AclOperation needed, string resource)
    {
        if (found is { Count: > 0 } && !found.Contains(needed))
        {
            throw Missing(needed, resource);
        }
    }

    private static FatalFault Missing(AclOperation needed, string resource) => new(
        KafkaFaultCodes.Refused,
        $"The brokers do not let this node {(needed is AclOperation.Write ? "write to" : "read")} {resource}: "
        + $"its principal needs {needed.ToString().ToUpperInvariant()} there, and `cartwright topics --acls` "
        + "prints all rights of a service.");
}
