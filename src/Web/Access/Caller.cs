using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Access;

/// <summary>The sender of a request, as its credentials name it.</summary>
/// <param name="Name">
/// Sets the caller apart from all others, and prefixes its stored Idempotency-Keys; empty where no credentials are
/// asked for.
/// </param>
/// <param name="Scopes">The parts of the interface that it may use.</param>
public sealed record Caller(string Name, Scopes Scopes)
{
    /// <summary>Every caller of a server that asks for no credentials.</summary>
    public static Caller Open { get; } = new(string.Empty, Scopes.All);

    /// <summary>The user for which a shopper acts; null for a caller that acts for no single user.</summary>
    public UserId? User { get; init; }

    /// <summary>The user of the orders that it may touch; null for those of every user.</summary>
    public UserId? OwnerOfOrders() => OwnerUnless(Scopes.Orders);

    /// <summary>Whether it may see an order.</summary>
    public bool MaySeeOrder(Order order) => MaySeeOrdersOf(order.User);

    /// <summary>Whether it may see the orders of a user.</summary>
    public bool MaySeeOrdersOf(UserId user) => OwnerOfOrders() is not { } owner || owner == user;

    /// <summary>Whether it may see the account of a user.</summary>
    public bool MaySeeAccount(UserId user) => OwnerUnless(Scopes.Payment) is not { } owner || owner == user;

    /// <summary>Whether the server asks for no credentials.</summary>
    public bool IsOpen => Name.Length == 0;

    /// <summary>The caller of a request that has passed the <see cref="AccessGuard"/>.</summary>
    /// <exception cref="InvalidOperationException">It has not passed it, or the endpoint is for anybody.</exception>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"The caller of {http.Request.Path} was not checked.");

    // A caller that may neither act for all nor for one has not passed the guard.
    private UserId? OwnerUnless(Scopes all) => (Scopes & all) != Scopes.None
        ? null
        : User ?? throw new InvalidOperationException($"The caller {Name} acts for no user.");
}
