using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Views;

/// <summary>How far a step is, seen from the whole saga.</summary>
public enum StepState
{
    /// <summary>The steps before it come first.</summary>
    NotYet,

    /// <summary>Its command is on the way, or waits at its service, or its answer is on the way.</summary>
    Waiting,

    /// <summary>Its service has it on record as done.</summary>
    Done,

    /// <summary>The saga has failed, and the step is being undone.</summary>
    Undoing,

    /// <summary>Nothing is left of it.</summary>
    Undone,

    /// <summary>It does not happen: the saga ended before it, or never began.</summary>
    NotNeeded,

    /// <summary>Its service has rejected it; that made the saga fail.</summary>
    Rejected,

    /// <summary>Its service gave no answer, and no other row tells how far it is.</summary>
    Unknown,
}

/// <summary>One step of a saga of one order.</summary>
/// <param name="Step">The step's row in the saga's table.</param>
/// <param name="Service">The service that executes it.</param>
/// <param name="State">How far the step is.</param>
/// <param name="Record">What the service's rows say; null where the service gave no answer.</param>
public sealed record StepView(SagaStep Step, Role Service, StepState State, StepRecord? Record)
{
    /// <summary>How far its undo is; null for a step that nothing undoes.</summary>
    public UndoState? Undo { get; init; }

    /// <summary>
    /// The command that is on its way to the step's service, or has been executed by now; null for a step that waits
    /// for none.
    /// </summary>
    public Message? OnItsWay { get; init; }

    /// <summary>Whether the saga cannot end before something happens to this step.</summary>
    public bool IsOpen => State is StepState.Waiting or StepState.Undoing;
}
