using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Services;

/// <summary>The services of the shop. They have no state, so that one of each is enough.</summary>
public static class ShopServices
{
    public static IService Order { get; } = new OrderService(OrderSagas.Standard);

    public static IService Stock { get; } = new StockService();

    public static IService Payment { get; } = new PaymentService(OrderSagas.Standard.Checkout);

    public static IReadOnlyList<IService> All { get; } = [Order, Stock, Payment];

    /// <summary>The names of all services, in the order in which they are listed anywhere.</summary>
    public static IReadOnlyList<Role> Roles { get; } = [.. All.Select(service => service.Role)];

    /// <summary>The service of a role.</summary>
    /// <exception cref="InvalidOperationException">No service has it.</exception>
    public static IService Of(Role role)
    {
        foreach (var service in All)
        {
            if (service.Role == role)
            {
                return service;
            }
        }

        throw new InvalidOperationException($"No service is called {role.Name}.");
    }
}
