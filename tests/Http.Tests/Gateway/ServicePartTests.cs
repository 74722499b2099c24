using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web.Endpoints;
using Cartwright.Web.Gateway;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cartwright.Http.Tests.Gateway;

/// <summary>The definition of a service has everything that a node and the gateway need for its requests.</summary>
public sealed class ServicePartTests
{
    private static readonly ServiceDefinition Ship = new(
        new Parcels(), "parcels", Item.Table, new Dictionary<Role, IReadOnlyList<Type>>());
    private static readonly IReadOnlyList<ServiceDefinition> Four = [.. ShopServices.Definitions, Ship];

    [Fact]
    public void The_gateway_forwards_the_paths_of_each_service_to_its_nodes()
    {
        string[] paths = ["/orders/find/{order_id}", "/other/{id}"];
        var routes = NodeRoutes.To(Four, paths).Select(route => (route.ClusterId, route.Match.Path));
        var clusters = NodeRoutes.ClustersOf(Four, OptionsFor(Four));

        Assert.Superset(
            new HashSet<(string?, string?)>
            {
                ("order", "/orders/find/{order_id}"), ("order", "/orders/{**rest}"), ("ship", "/parcels/{**rest}"),
            },
            routes.ToHashSet());
        Assert.Equal(Four.Count + 1, routes.Count());
        Assert.Equal(["http://ship-1"], clusters.Single(one => one.ClusterId == "ship").Destinations!.Keys);
    }

    [Fact]
    public void The_gateway_does_not_start_without_nodes_of_a_service()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => NodeRoutes.ClustersOf(Four, OptionsFor(ShopServices.Definitions)));

        Assert.Equal("The gateway has no nodes of the ship service.", error.Message);
    }

    [Fact]
    public void A_node_does_not_start_with_a_service_without_endpoints()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var shop = EndpointContext.WithoutNode(new ShopOptions { Url = "http://127.0.0.1:0" });

        var error = Assert.Throws<InvalidOperationException>(() => ServiceEndpoints.MapService(app, Ship, shop));

        Assert.Equal("The ship service has no endpoints: ServiceEndpoints lists none for it.", error.Message);
    }

    [Fact]
    public void No_two_services_share_a_name_or_a_path()
    {
        Assert.Distinct(ShopServices.Roles);
        Assert.Distinct(ShopServices.Definitions.Select(service => service.PathPrefix));
    }

    [Fact]
    public void A_service_hands_out_the_numbers_of_a_table_of_its_own() => Assert.All(
        ShopServices.Definitions,
        service =>
        {
            Assert.Equal(service.Role, ShopServices.OwnerOf(service.Numbered));
            Assert.Equal(ColumnKind.Number, service.Numbered.KeyColumn.Kind);
        });

    private static GatewayOptions OptionsFor(IEnumerable<ServiceDefinition> services) => new()
    {
        Url = "http://127.0.0.1:0",
        Nodes = services.ToDictionary(
            service => service.Role, service => (IReadOnlyList<string>)[$"http://{service.Role.Name}-1"]),
    };

    private sealed class Parcels : IService
    {
        public Role Role { get; } = new("ship");

        public IReadOnlyList<Table> Tables => [];

        public void AddKeys(Message message, ICollection<Key> keys) => throw new NotSupportedException();

        public Decision Decide(IRows rows, Message message, long now) => throw new NotSupportedException();

        public Message SweepMessage(Key key) => throw new NotSupportedException();
    }
}
