using System.Diagnostics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Shop.Telemetry;

/// <summary>The tags of a message's span: the order and the attempt that the message is about.</summary>
internal static class MessageTags
{
    /// <summary>Adds those that the message names.</summary>
    public static void AddTags(Activity span, Message message)
    {
        var about = (message as IAttemptMessage)?.Attempt;
        var checkOut = message as CheckOutOrder;
        var order = about?.Order ?? checkOut?.Order ?? (message as CancelOrder)?.Order;
        var attempt = about?.Id ?? checkOut?.Attempt;
        if (order is not null)
        {
            span.SetTag("cartwright.order.id", order.Value.ToString());
        }

        if (attempt is not null)
        {
            span.SetTag("cartwright.attempt.id", attempt.Value.ToString());
        }
    }
}
