using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Exploration;

/// <summary>The three services.</summary>
internal static class Services
{
    public static IReadOnlyList<IService> Real { get; } =
        [new OrderService(), new StockService(), new PaymentService()];
}
