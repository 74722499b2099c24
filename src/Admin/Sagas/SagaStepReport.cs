namespace Cartwright.Admin.Sagas;

/// <summary>One step of a saga of one order.</summary>
public sealed record SagaStepReport
{
    public required string Name { get; init; }

    public required string Service { get; init; }

    /// <summary>
    /// <c>not-yet</c>, <c>waiting</c>, <c>done</c>, <c>undoing</c>, <c>undone</c>, <c>not-needed</c>, <c>rejected</c>
    /// or <c>unknown</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>The type of the step's message.</summary>
    public required string Command { get; init; }

    /// <summary>
    /// The type of the answer for which the next step waits, or of the rejection where there is one; null where no
    /// answer is needed.
    /// </summary>
    public string? Answer { get; init; }

    /// <summary>The type of the message that undoes it; null where nothing does.</summary>
    public string? Undo { get; init; }

    /// <summary>The type of the answer to that; null where nothing undoes it.</summary>
    public string? UndoAnswer { get; init; }

    /// <summary>
    /// <c>not-needed-so-far</c>, <c>not-needed</c>, <c>waiting</c>, <c>done</c> or <c>unknown</c>; null where nothing
    /// undoes the step.
    /// </summary>
    public string? UndoState { get; init; }

    /// <summary>
    /// The type of the message that the saga waits for: on its way to the service, or executed by now. Past the
    /// deadline it is the one that has the deciding step decide at once.
    /// </summary>
    public string? OnItsWay { get; init; }

    /// <summary>When the state began; null where no row has the time.</summary>
    public long? Since { get; init; }

    public string? Reason { get; init; }

    public string? ReasonItem { get; init; }

    /// <summary>The place in the account's waiting room, from 1.</summary>
    public int? Place { get; init; }

    /// <summary>The attempts that hold what the step needs, oldest first.</summary>
    public IReadOnlyList<string>? HeldBy { get; init; }

    /// <summary>The credit that the user can spend beside the step.</summary>
    public long? CreditLeft { get; init; }
}
