using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Queues;

namespace Cartwright.Shop;

/// <summary>Answers to commands about an order.</summary>
public static class OrderAnswers
{
    extension(Answer answer)
    {
        /// <summary>The order as committed; null where the reply is about none.</summary>
        public Order? Order => answer.Row as Order;
    }
}
