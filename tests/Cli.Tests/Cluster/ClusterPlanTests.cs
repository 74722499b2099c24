using Cartwright.Lab.Cluster;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Cluster;

/// <summary>The laboratory has a list of services of its own, because it links no shop.</summary>
public sealed class ClusterPlanTests
{
    [Fact]
    public void A_cluster_runs_each_service_of_the_shop() =>
        Assert.Equal(ShopServices.Roles.Select(role => role.Name), ClusterPlan.Services);
}
