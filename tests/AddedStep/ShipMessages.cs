using Cartwright.Domain;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>The command to send the parcel of a paid order.</summary>
internal sealed record Ship(Attempt Attempt) : StockMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) =>
        rows.Find<Shipment>(Shipment.Key(Attempt.Id)) is null ? StepRecord.None : StepRecord.Done;
}

/// <summary>The answer: the parcel is sent.</summary>
internal sealed record Shipped(Attempt Attempt) : OrderMessage, IAttemptMessage;
