namespace Cartwright.Domain;

/// <summary>
/// One checkout of one order, as every message of its saga names it. User, order and amount travel with it. So each
/// message alone determines which rows it touches, and a message from another generation of the database is recognised.
/// </summary>
/// <param name="Id">The attempt.</param>
/// <param name="Order">The order that is checked out.</param>
/// <param name="User">The user that pays.</param>
/// <param name="Amount">The amount to hold and capture: the order's total at the time of the checkout.</param>
/// <param name="ReplyTo">The partition of the order inbox at which the answers are expected.</param>
public sealed record Attempt(AttemptId Id, OrderId Order, UserId User, long Amount, int ReplyTo);
