using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The rules for the reply that a client received: the rows that it refers to.</summary>
internal static class ReplyRules
{
    /// <summary>The part of a reply that refers to a missing row; null where all rows are there.</summary>
    public static string? Missing(
        Reply reply, Func<OrderId, bool> isOrder, Func<long, bool> isItem, Func<long, bool> isUser) => reply switch
    {
        OrderCreated created => Unless(isOrder(created.Order), "order", created.Order.Value),
        LineAdded added => Unless(isOrder(added.Order), "order", added.Order.Value),
        AttemptAccepted accepted => Unless(isOrder(accepted.Order), "order", accepted.Order.Value),
        CancelAccepted accepted => Unless(isOrder(accepted.Order), "order", accepted.Order.Value),
        ItemCreated created => Unless(isItem(created.Item.Value), "item", created.Item.Value),
        StockUpdated updated => Unless(isItem(updated.Item.Value), "item", updated.Item.Value),
        UserCreated created => Unless(isUser(created.User.Value), "user", created.User.Value),
        CreditUpdated updated => Unless(isUser(updated.User.Value), "user", updated.User.Value),
        _ => null,
    };

    /// <summary>The attempt that a reply has promised, and its order; null where it promises none.</summary>
    public static (OrderId Order, AttemptId Attempt)? Promise(Reply? reply) => reply switch
    {
        AttemptAccepted accepted => (accepted.Order, accepted.Attempt),
        CancelAccepted accepted => (accepted.Order, accepted.Attempt),
        _ => null,
    };

    private static string? Unless(bool isThere, string what, long id) => isThere ? null : $"{what} {id}";
}
