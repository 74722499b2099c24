namespace Cartwright.Admin.Sagas;

/// <summary>An order with all steps of its sagas, done and still to come.</summary>
public sealed record SagaDetail : SagaSummary
{
    /// <summary>The time of the view, in milliseconds since 1970.</summary>
    public required long Now { get; init; }

    /// <summary>Whether something is still to happen.</summary>
    public required bool IsOpen { get; init; }

    public required IReadOnlyList<SagaStepReport> Checkout { get; init; }

    public required IReadOnlyList<SagaStepReport> Cancel { get; init; }

    /// <summary>The services that did not answer; their steps may be <c>unknown</c>.</summary>
    public required IReadOnlyList<string> Silent { get; init; }
}
