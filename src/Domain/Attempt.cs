namespace Cartwright.Domain;

/// <summary>
/// One checkout of one order, as every message of its saga names it. User, order and amount travel with it, so
/// that each message tells by itself which rows it touches, and so that a message from another generation of the
/// database is recognised.
/// </summary>
/// <param name="Id">The attempt.</param>
/// <param name="Order">The order that is checked out.</param>
/// <param name="User">Who pays.</param>
/// <param name="Amount">What is held and captured: the order's total at the time of the checkout.</param>
/// <param name="ReplyTo">The partition of the order inbox at which the answers are expected.</param>
public sealed record Attempt(AttemptId Id, OrderId Order, UserId User, long Amount, int ReplyTo);
