using Cartwright.Domain;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The endpoints of each service, under the prefix that its definition has.</summary>
internal static class ServiceEndpoints
{
    private static readonly Dictionary<Role, Action<IEndpointRouteBuilder, EndpointContext>> Known = new()
    {
        [Role.Order] = OrderEndpoints.MapOrders,
        [Role.Stock] = StockEndpoints.MapStock,
        [Role.Payment] = PaymentEndpoints.MapPayment,
    };

    /// <exception cref="InvalidOperationException">The service has no endpoints.</exception>
    public static void MapService(IEndpointRouteBuilder routes, ServiceDefinition service, EndpointContext shop)
    {
        var map = Known.TryGetValue(service.Role, out var found)
            ? found
            : throw new InvalidOperationException(
                $"The {service.Role.Name} service has no endpoints: {nameof(ServiceEndpoints)} lists none for it.");
        var prefix = service.PathPrefix;
        map(routes.MapGroup($"/{prefix}").WithTags(prefix).RefusesStrangers().NeedsEngine(), shop);
    }
}
