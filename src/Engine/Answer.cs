using Cartwright.Domain.Orders;
using Cartwright.Kernel;

namespace Cartwright.Engine;

/// <summary>What a command's client is told, after the commit.</summary>
/// <param name="Reply">The business's reply.</param>
/// <param name="Order">The order as it was committed, where the reply is about an attempt.</param>
public sealed record Answer(Reply Reply, Order? Order = null);
