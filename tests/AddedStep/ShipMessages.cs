using Cartwright.Domain;
using Cartwright.Domain.Stock;

namespace Cartwright.AddedStep;

/// <summary>The command to send the parcel of a paid order.</summary>
internal sealed record Ship(Attempt Attempt) : StockMessage, IAttemptMessage;

/// <summary>The answer: the parcel is sent.</summary>
internal sealed record Shipped(Attempt Attempt) : OrderMessage, IAttemptMessage;
