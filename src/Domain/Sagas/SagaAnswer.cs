namespace Cartwright.Domain.Sagas;

/// <summary>The meaning of a message to the order service in a saga's table.</summary>
public enum AnswerKind
{
    /// <summary>The step is done.</summary>
    Done,

    /// <summary>The step did not happen, and never will.</summary>
    Rejected,

    /// <summary>The step is undone.</summary>
    Undone,

    /// <summary>The participant asks how the attempt has ended.</summary>
    Asked,
}

/// <summary>The column of a saga's table in which a message's type stands, and the row.</summary>
/// <param name="Saga">The saga.</param>
/// <param name="Place">The step's place in it, from 0.</param>
/// <param name="Kind">The column.</param>
public readonly record struct SagaAnswer(Saga Saga, int Place, AnswerKind Kind);
