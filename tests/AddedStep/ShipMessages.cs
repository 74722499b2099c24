using Cartwright.Domain;
using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.AddedStep;

/// <summary>The messages that the shipping service decides.</summary>
internal abstract record ShipMessage : Message
{
    public sealed override Role To => ShippingService.Name;
}

/// <summary>The command to send the parcel of a paid order.</summary>
internal sealed record Ship(Attempt Attempt) : ShipMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) => rows.Find<Shipment>(Shipment.Key(Attempt.Id)) switch
    {
        null => StepRecord.None,
        { IsRecalled: true } => StepRecord.Undone,
        _ => StepRecord.Done,
    };
}

/// <summary>The answer: the parcel is sent, or was recalled before it was sent.</summary>
internal sealed record Shipped(Attempt Attempt) : OrderMessage, IAttemptMessage;

/// <summary>The command to take the parcel of a cancelled order back. It can come before <see cref="Ship"/>.</summary>
internal sealed record Recall(Attempt Attempt) : ShipMessage, IStepCommand
{
    StepRecord IStepCommand.RecordIn(IRows rows) =>
        rows.Find<Shipment>(Shipment.Key(Attempt.Id)) is { IsRecalled: true } ? StepRecord.Done : StepRecord.None;
}

/// <summary>The answer: the parcel is back, and is never sent again.</summary>
internal sealed record Recalled(Attempt Attempt) : OrderMessage, IAttemptMessage;
