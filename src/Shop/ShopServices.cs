using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Shop;

/// <summary>The list of the services of the shop. They have no state, so that one instance of each is enough.</summary>
public static class ShopServices
{
    /// <summary>The definitions of all services, in the order in which they are listed anywhere.</summary>
    public static IReadOnlyList<ServiceDefinition> Definitions { get; } =
    [
        new(
            new OrderService(OrderSagas.Standard),
            "orders",
            Domain.Orders.Order.Table,
            new Dictionary<Role, IReadOnlyList<Type>>
            {
                [Role.Stock] =
                    [typeof(QuotePrice), typeof(TakeStock), typeof(CancelAttempt), typeof(ReturnStock)],
                [Role.Payment] =
                    [typeof(HoldCredit), typeof(CaptureCredit), typeof(VoidCredit), typeof(RefundCredit)],
            })
        {
            PublishesEvents = true,
        },
        new(
            new StockService(),
            "stock",
            Item.Table,
            new Dictionary<Role, IReadOnlyList<Type>>
            {
                [Role.Order] =
                    [typeof(PriceQuoted), typeof(StockTaken), typeof(StockRefused), typeof(StockReturned)],
            }),
        new(
            new PaymentService(OrderSagas.Standard.Checkout),
            "payment",
            Account.Table,
            new Dictionary<Role, IReadOnlyList<Type>>
            {
                [Role.Order] =
                [
                    typeof(AskOutcome), typeof(CreditHeld), typeof(CreditDeclined), typeof(CreditVoided),
                    typeof(CreditRefunded),
                ],
                [Role.Stock] = [typeof(TakeStock), typeof(ReturnStock)],
            }),
    ];

    public static IReadOnlyList<IService> All { get; } = [.. Definitions.Select(definition => definition.Service)];

    public static IReadOnlyList<Role> Roles { get; } = [.. Definitions.Select(definition => definition.Role)];

    public static IService Order { get; } = Of(Role.Order);

    public static IService Stock { get; } = Of(Role.Stock);

    public static IService Payment { get; } = Of(Role.Payment);

    /// <summary>The service of a role.</summary>
    /// <exception cref="InvalidOperationException">No service has it.</exception>
    public static IService Of(Role role) => DefinitionOf(role).Service;

    /// <summary>The definition of a role.</summary>
    /// <exception cref="InvalidOperationException">No service has it.</exception>
    public static ServiceDefinition DefinitionOf(Role role)
    {
        foreach (var definition in Definitions)
        {
            if (definition.Role == role)
            {
                return definition;
            }
        }

        throw new InvalidOperationException($"No service is called {role.Name}.");
    }

    /// <summary>The service that owns a table.</summary>
    /// <exception cref="InvalidOperationException">No service owns it.</exception>
    public static Role OwnerOf(Table table) =>
        Definitions.FirstOrDefault(definition => definition.Service.Tables.Contains(table)) is { } owner
            ? owner.Role
            : throw new InvalidOperationException($"No service owns the table {table.Name}.");
}
