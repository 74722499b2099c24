using Cartwright.Domain.Orders;
using Cartwright.Domain.Sagas;

namespace Cartwright.Domain.Views;

/// <summary>How far the undo of a step is, seen from the whole saga.</summary>
public enum UndoState
{
    /// <summary>The saga is not decided: it may come to the undo.</summary>
    NotNeededSoFar,

    /// <summary>The step stays as it is, or has never happened.</summary>
    NotNeeded,

    /// <summary>The undo is on the way, or waits at its service, or its answer is on the way.</summary>
    Waiting,

    /// <summary>Nothing is left of the step.</summary>
    Done,

    /// <summary>The step's service gave no answer, and no other row proves it.</summary>
    Unknown,
}

/// <summary>The state of a step's undo, from that of the step and the standing of the order.</summary>
internal static class UndoStates
{
    /// <summary>Null for a step that nothing undoes.</summary>
    public static UndoState? Of(SagaStep step, StepState state, Standing standing) => step.Undo is null ? null
        : state switch
        {
            StepState.Undoing => UndoState.Waiting,
            StepState.Undone => UndoState.Done,
            StepState.Unknown => UndoState.Unknown,
            StepState.Rejected or StepState.NotNeeded => UndoState.NotNeeded,
            StepState.NotYet or StepState.Waiting or StepState.Done => OfForward(standing),
            _ => throw new InvalidOperationException($"A step has no state {state}."),
        };

    // A failed order has nothing left of its steps: an undo that is missing is still to come.
    private static UndoState OfForward(Standing standing) => standing switch
    {
        Standing.Running => UndoState.NotNeededSoFar,
        Standing.Failing or Standing.Failed => UndoState.Waiting,
        Standing.Paid => UndoState.NotNeeded,
        _ => throw new InvalidOperationException($"An order's own attempt is not {standing}."),
    };
}
