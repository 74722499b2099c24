using Cartwright.Conformance.Log;
using Cartwright.Conformance.Servers;
using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Kafka.Secured;

/// <summary>A node of a service with all rights that it needs, and without one of them.</summary>
[Trait("Kind", "Long")]
public sealed class MissingRightTests(SecuredBroker secured) : IClassFixture<SecuredBroker>
{
    /// <summary>Nodes of all three services begin, and a message and an event arrive.</summary>
    [Fact]
    public async Task With_its_rights_each_service_does_its_work()
    {
        Prerequisites.RequireKafka();
        await using var shop = new ServicePrincipals(secured);
        using var nodes = (ServiceLogs)shop.Connect();
        foreach (var role in ShopServices.Roles)
        {
            var node = new Recorder();
            nodes.Subscribe(role, node);
            await shop.UntilAsync(() => node.Owned.Count == nodes.PartitionsOf(role));
            nodes.Send(new Envelope(1, role, Partition: 1, At: 0, "sent"u8.ToArray()), _ => { });
            await shop.UntilAsync(() => node.Deliveries.Count > 0);
        }
    }

    /// <summary>Each right of each service is taken away; the node names the topic or the group.</summary>
    [Theory]
    [InlineData("order", "Read", "topic", "order.inbox.v1", "read topic")]
    [InlineData("order", "Read", "group", "order.inbox.v1", "read group")]
    [InlineData("order", "Write", "topic", "stock.inbox.v1", "write to topic")]
    [InlineData("order", "Write", "topic", "payment.inbox.v1", "write to topic")]
    [InlineData("order", "Write", "topic", "order.events.v1", "write to topic")]
    [InlineData("order", "DescribeConfigs", "topic", "payment.inbox.v1", "read the settings of")]
    [InlineData("stock", "Write", "topic", "order.inbox.v1", "write to topic")]
    [InlineData("payment", "Write", "topic", "stock.inbox.v1", "write to topic")]
    [InlineData("payment", "Read", "topic", "payment.inbox.v1", "read topic")]
    public async Task Without_one_of_them_it_ends_with_a_sentence(
        string service, string operation, string resource, string name, string what)
    {
        Prerequisites.RequireKafka();
        await using var shop = new ServicePrincipals(secured);
        await shop.MakeTopicsAsync();
        var definition = ShopServices.DefinitionOf(new Role(service));
        var options = await shop.OptionsAsync(definition.Role);
        var principal = ServicePrincipals.PrincipalOf(options, service);
        var rights = KafkaRight.OfService(
            options.Prefix, definition.Role, definition.SendsTo, definition.PublishesEvents);
        var full = $"{options.Prefix}.{name}";
        await secured.DisallowAsync(principal);
        await secured.AllowAsync(principal, rights.Select(right => right.Resource == resource && right.Name == full
            ? right with { Operations = [.. right.Operations.Where(one => one != operation), "Describe"] }
            : right));

        var fault = await Assert.ThrowsAsync<FatalFault>(() => shop.OpenAsync(definition.Role));

        Assert.Equal("kafka-refused", fault.Code);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains(full, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A taken-over service cannot do the work of another one.</summary>
    [Theory]
    [InlineData("stock", "payment")]
    [InlineData("stock", "stock")]
    [InlineData("payment", "payment")]
    public async Task No_service_has_the_right_to_write_to_an_inbox_that_is_not_listed(string service, string inbox)
    {
        Prerequisites.RequireKafka();
        await using var shop = new ServicePrincipals(secured);
        await shop.MakeTopicsAsync();
        var options = await shop.OptionsAsync(new Role(service));
        var fault = await Assert.ThrowsAsync<FatalFault>(() => KafkaLog.OpenAsync(
            options with
            {
                Services = [.. options.Services.Append(new Role(inbox)).Distinct()], Writes = [new Role(inbox)],
            },
            NullLogger.Instance,
            TestContext.Current.CancellationToken));
        Assert.Equal("kafka-refused", fault.Code);
        Assert.Contains($"{options.Prefix}.{inbox}.inbox.v1", fault.Message, StringComparison.Ordinal);
    }
}
