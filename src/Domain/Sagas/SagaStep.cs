using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Sagas;

/// <summary>
/// One row of a saga's table. The order service runs the saga from its rows: which command follows from which answer,
/// the messages that the sweep repeats, and the messages that undo a step. The place of a row determines the rest: see
/// <see cref="Saga"/>.
/// </summary>
public sealed record SagaStep
{
    public required string Name { get; init; }

    /// <summary>
    /// The command, from the attempt and the lines of its order; there are no lines for an attempt that its order no
    /// longer names. It is a function of these alone, so that a participant can send it in the order service's place.
    /// </summary>
    public required Func<Attempt, ImmutableArray<Units>, Message> Do { get; init; }

    /// <summary>
    /// The type of the answer that leads to the next step. Null where no answer is needed: the next step then begins
    /// with this one.
    /// </summary>
    public Type? Done { get; init; }

    /// <summary>The type of the answer that ends the saga, an <see cref="IRejection"/>; null if none does.</summary>
    public Type? Rejected { get; init; }

    /// <summary>The command that undoes the step; null if there is none.</summary>
    public Func<Attempt, Message>? Undo { get; init; }

    /// <summary>The type of the answer that the step is undone.</summary>
    public Type? Undone { get; init; }

    /// <summary>The type of the question by which the participant asks how the attempt has ended.</summary>
    public Type? Asked { get; init; }

    /// <summary>Whether this step decides the attempt: its answer is the outcome (the pivot).</summary>
    public bool Decides { get; init; }

    /// <summary>
    /// The command that has the deciding step decided now, as failed if it is not decided yet. Its answer is the
    /// step's own: the outcome of an attempt is never guessed.
    /// </summary>
    public Func<Attempt, Message>? Settle { get; init; }
}
