using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The rules for the reply that a client received: the rows that it refers to.</summary>
internal static class ReplyRules
{
    /// <summary>The part of a reply that refers to a missing row; null where all rows are there.</summary>
    public static string? MissingReference(
        Reply reply, Func<OrderId, bool> isOrder, Func<long, bool> isItem, Func<long, bool> isUser) => reply switch
    {
        OrderCreated created => UnlessThere(isOrder(created.Order), "order", created.Order.Value),
        LineAdded added => UnlessThere(isOrder(added.Order), "order", added.Order.Value),
        LineRemoved removed => UnlessThere(isOrder(removed.Order), "order", removed.Order.Value),
        AttemptAccepted accepted => UnlessThere(isOrder(accepted.Order), "order", accepted.Order.Value),
        CancelAccepted accepted => UnlessThere(isOrder(accepted.Order), "order", accepted.Order.Value),
        ItemCreated created => UnlessThere(isItem(created.Item.Value), "item", created.Item.Value),
        StockUpdated updated => UnlessThere(isItem(updated.Item.Value), "item", updated.Item.Value),
        UserCreated created => UnlessThere(isUser(created.User.Value), "user", created.User.Value),
        CreditUpdated updated => UnlessThere(isUser(updated.User.Value), "user", updated.User.Value),
        _ => null,
    };

    /// <summary>The attempt that a reply has promised, and its order; null where it promises none.</summary>
    public static (OrderId Order, AttemptId Attempt)? PromisedAttempt(Reply? reply) => reply switch
    {
        AttemptAccepted accepted => (accepted.Order, accepted.Attempt),
        CancelAccepted accepted => (accepted.Order, accepted.Attempt),
        _ => null,
    };

    private static string? UnlessThere(bool isThere, string what, long id) => isThere ? null : $"{what} {id}";
}
