using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Orders;

/// <summary>
/// The order's side of a repair. A failed order and taken stock contradict each other, and no run of the protocol leads
/// there: the two databases were restored to different moments, or a program other than this shop has answered. The
/// client received "failed", so the repair makes that true.
/// </summary>
internal static class Repair
{
    /// <summary>Whether the message answers a repair; nothing follows from it for a failed attempt.</summary>
    public static bool IsAnsweredBy(Message message) => message is StockReturned;

    /// <summary>
    /// Payment voids or refunds first, then has stock return what the attempt's reservation has taken: the order's
    /// lines may have changed since.
    /// </summary>
    /// <exception cref="ImpossibleMeetingException">The attempt has not failed, or may have been paid.</exception>
    public static Decision BeginRepair(Order? order, Attempt attempt)
    {
        if (order is not null && order.User != attempt.User)
        {
            throw new ImpossibleMeetingException($"Attempt {attempt.Id} is known with another user.");
        }

        var standing = Standings.StandingOf(order, attempt);
        switch (standing)
        {
            case Standing.Failing or Standing.Failed:
                return Decision.Nothing.Send(new VoidCredit(attempt, ReturnsStock: true));

            // A later attempt began, so this one had failed. Orders of a batch_init can be paid and then reset.
            case Standing.Unnamed when order?.Attempt is not null && attempt.Order.Value >= Limits.InitMax:
                return Decision.Nothing.Send(new VoidCredit(attempt, ReturnsStock: true));
            case Standing.Unnamed:
                throw new ImpossibleMeetingException(
                    $"Order {attempt.Order} does not name attempt {attempt.Id}, which may have been paid before a "
                    + "reset. Its stock is not returned.");
            case Standing.Running or Standing.Paid:
                throw new ImpossibleMeetingException(
                    $"Order {attempt.Order} is {order!.Status}, so attempt {attempt.Id} has not failed. "
                    + "Its stock is not returned.");
            default:
                throw new ImpossibleMeetingException($"No repair is known of an attempt that is {standing}.");
        }
    }
}
