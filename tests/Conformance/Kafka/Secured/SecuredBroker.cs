using Cartwright.Conformance.Servers;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>One broker for a class of tests, which takes nodes with TLS, credentials and rights only.</summary>
public sealed class SecuredBroker : IAsyncLifetime
{
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

    public ValueTask DisposeAsync()
    {
        _broker?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ChangeRightsAsync(IEnumerable<AclBinding> rights)
    {
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = Broker.OpenAddress }).Build();
        await admin.CreateAclsAsync(rights);
    }

    private static AclBinding RightOf(string user, ResourceType type, AclOperation operation) => new()
    {
        Pattern = new ResourcePattern
        {
            Type = type, Name = "test", ResourcePatternType = ResourcePatternType.Prefixed,
        },
        Entry = new AccessControlEntry
        {
            Principal = $"User:{user}", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow,
        },
    };
}
