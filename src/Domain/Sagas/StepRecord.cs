using System.Collections.Immutable;

namespace Cartwright.Domain.Sagas;

/// <summary>What the rows of a participant say about one step of one attempt.</summary>
public enum StepRecordState
{
    /// <summary>Nothing: the command has not been decided there.</summary>
    None,

    /// <summary>The command has arrived and waits in a queue of the participant.</summary>
    Queued,

    /// <summary>The step is done.</summary>
    Done,

    /// <summary>The step was done and is undone, or was undone before its command came.</summary>
    Undone,

    /// <summary>The step was rejected, and stays so.</summary>
    Rejected,
}

/// <summary>A step of an attempt as its participant has recorded it.</summary>
/// <param name="State">How far the step is.</param>
public sealed record StepRecord(StepRecordState State)
{
    public static StepRecord None { get; } = new(StepRecordState.None);

    public static StepRecord Done { get; } = new(StepRecordState.Done);

    public static StepRecord Undone { get; } = new(StepRecordState.Undone);

    /// <summary>When the state began, in milliseconds since 1970; null where no row has the time.</summary>
    public long? Since { get; init; }

    /// <summary>Why the step was rejected.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The item that was the reason.</summary>
    public ItemId? ReasonItem { get; init; }

    /// <summary>The place in the participant's queue, from 1; null for a step that is in no queue.</summary>
    public int? Place { get; init; }

    /// <summary>The attempts that hold what a queued step needs, oldest first.</summary>
    public ImmutableArray<AttemptId> HeldBy { get; init; } = [];

    /// <summary>The credit that the user can spend beside the step; null for a step that is not about credit.</summary>
    public long? CreditLeft { get; init; }

    public static StepRecord Rejected(Reason? reason, ItemId? item = null) =>
        new(StepRecordState.Rejected) { Reason = reason, ReasonItem = item };
}
