using Cartwright.Engine.Ports;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Kafka;

/// <summary>Gives principals their rights at the brokers.</summary>
public static class KafkaGrants
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes the ACLs; those that are there stay.</summary>
    /// <param name="options">How the brokers are reached, as a principal that may change ACLs.</param>
    /// <param name="rights">The rights of each principal, as <c>User:NAME</c>.</param>
    /// <param name="cancellation">Ends the wait; the brokers may still carry out the request.</param>
    /// <exception cref="TransientFault">The brokers do not answer now.</exception>
    /// <exception cref="FatalFault"><c>kafka-refused</c>: the program, or an ACL, is refused.</exception>
    public static async Task GrantAsync(
        KafkaOptions options,
        IEnumerable<(string Principal, KafkaRight Right)> rights,
        CancellationToken cancellation)
    {
        var refusal = new BrokerRefusal();
        using var admin = Topics.Build(options, refusal.Note);
        try
        {
            await admin
                .CreateAclsAsync(
                    rights.SelectMany(BindingsOf), new CreateAclsOptions { RequestTimeout = Patience })
                .BoundAsync(cancellation);
        }
        catch (CreateAclsException refused)
        {
            var first = refused.Results.First(result => result.Error.IsError);
            throw new FatalFault(
                KafkaFaultCodes.Refused, $"The brokers refuse an ACL: {first.Error.Reason}", refused);
        }
        catch (KafkaException failure)
        {
            throw refusal.FaultOf(failure);
        }
    }

    private static IEnumerable<AclBinding> BindingsOf((string Principal, KafkaRight Right) granted) =>
        granted.Right.Operations.Select(operation => new AclBinding
        {
            Pattern = new ResourcePattern
            {
                Type = Enum.Parse<ResourceType>(granted.Right.Resource, ignoreCase: true),
                Name = granted.Right.Name,
                ResourcePatternType = granted.Right.IsPrefix
                    ? ResourcePatternType.Prefixed
                    : ResourcePatternType.Literal,
            },
            Entry = new AccessControlEntry
            {
                Principal = granted.Principal,
                Host = "*",
                Operation = Enum.Parse<AclOperation>(operation),
                PermissionType = AclPermissionType.Allow,
            },
        });
}
