using Cartwright.Domain;
using Cartwright.Kernel;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The endpoints of each service.</summary>
internal static class ServiceEndpoints
{
    private static readonly Dictionary<Role, Action<IEndpointRouteBuilder, EndpointContext>> Known = new()
    {
        [Role.Order] = OrderEndpoints.Map,
        [Role.Stock] = StockEndpoints.Map,
        [Role.Payment] = PaymentEndpoints.Map,
    };

    public static void Map(IEndpointRouteBuilder routes, Role role, EndpointContext shop)
    {
        var map = Known.TryGetValue(role, out var found)
            ? found
            : throw new InvalidOperationException($"{role} has no endpoints.");
        map(routes, shop);
    }
}
