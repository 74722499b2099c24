using System.Text;
using Cartwright.Conformance.Servers;
using Cartwright.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>One broker for a class of tests, which takes nodes with TLS, credentials and rights only.</summary>
public sealed class SecuredBroker : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private KafkaBroker? _broker;

    internal KafkaBroker Broker =>
        _broker ?? throw new InvalidOperationException("Kafka is here, and the broker was not started.");

    public async ValueTask InitializeAsync()
    {
        if (Prerequisites.HasKafka)
        {
            _broker = await KafkaBroker.StartAsync(isSecured: true);
            await AllowAsync(SecuredListener.User);
        }
    }

    /// <summary>Gives a principal the rights of a node on the topics and groups of the tests.</summary>
    internal Task AllowAsync(string user) => ChangeRightsAsync(
        [
            .. new[]
            {
                AclOperation.Read, AclOperation.Write, AclOperation.Create, AclOperation.Describe,
                AclOperation.DescribeConfigs, AclOperation.AlterConfigs, AclOperation.Alter,
            }.Select(operation => RightOf(user, ResourceType.Topic, operation)),
            RightOf(user, ResourceType.Group, AclOperation.Read),
        ]);

    /// <summary>Gives a principal exactly these rights.</summary>
    internal Task AllowAsync(string user, IEnumerable<KafkaRight> rights) => ChangeRightsAsync(rights.SelectMany(
        right => right.Operations.Select(operation => RightOf(
            user,
            Enum.Parse<ResourceType>(right.Resource, ignoreCase: true),
            Enum.Parse<AclOperation>(operation),
            right.Name,
            right.IsPrefix ? ResourcePatternType.Prefixed : ResourcePatternType.Literal))));

    /// <summary>Takes all rights away from a principal.</summary>
    internal async Task DisallowAsync(string user)
    {
        using var admin = Admin();
        await admin.DeleteAclsAsync([AllOf($"User:{user}")]);
        await Eventually.IsAsync("the broker knows that the rights are gone", Patience, async () =>
            (await admin.DescribeAclsAsync(AllOf($"User:{user}"))).AclBindings.Count == 0);
    }

    /// <summary>Makes a name known to the broker, or changes its password.</summary>
    internal async Task SetPasswordAsync(string user, string password)
    {
        using var admin = Admin();
        await admin.AlterUserScramCredentialsAsync(
        [
            new UserScramCredentialUpsertion
            {
                User = user,
                Password = Encoding.UTF8.GetBytes(password),
                ScramCredentialInfo = new ScramCredentialInfo
                {
                    Mechanism = ScramMechanism.ScramSha512, Iterations = 4_096,
                },
            },
        ]);
    }

    public ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The controller takes a change, and the broker that decides hears of it later.
    private async Task ChangeRightsAsync(IEnumerable<AclBinding> rights)
    {
        using var admin = Admin();
        List<AclBinding> added = [.. rights];
        await admin.CreateAclsAsync(added);
        foreach (var principal in added.Select(right => right.Entry.Principal).Distinct())
        {
            await Eventually.IsAsync("the broker knows the rights", Patience, async () =>
                !added.Where(right => right.Entry.Principal == principal)
                    .Except((await admin.DescribeAclsAsync(AllOf(principal))).AclBindings).Any());
        }
    }

    private static AclBindingFilter AllOf(string principal) => new()
    {
        PatternFilter = new ResourcePatternFilter
        {
            Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Any,
        },
        EntryFilter = new AccessControlEntryFilter
        {
            Principal = principal, Operation = AclOperation.Any, PermissionType = AclPermissionType.Any,
        },
    };

    private IAdminClient Admin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.OpenAddress }).Build();

    private static AclBinding RightOf(
        string user,
        ResourceType type,
        AclOperation operation,
        string name = "test",
        ResourcePatternType pattern = ResourcePatternType.Prefixed) => new()
    {
        Pattern = new ResourcePattern { Type = type, Name = name, ResourcePatternType = pattern },
        Entry = new AccessControlEntry
        {
            Principal = $"User:{user}", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow,
        },
    };
}
