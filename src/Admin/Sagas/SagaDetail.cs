using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Cartwright.Admin.Sagas;

/// <summary>An order with all steps of its sagas, done and still to come.</summary>
public sealed record SagaDetail : SagaSummary
{
    // JSON has the members of the order first.
    private const int AfterSummary = 1;

    [JsonConstructor]
    public SagaDetail()
    {
    }

    // The members below are set by the caller.
    [SetsRequiredMembers]
    internal SagaDetail(SagaSummary summary)
        : base(summary) => (Checkout, Cancel, Silent) = ([], [], []);

    /// <summary>The time of the view, in milliseconds since 1970.</summary>
    [JsonPropertyOrder(AfterSummary)]
    public required long Now { get; init; }

    /// <summary>Whether something is still to happen.</summary>
    [JsonPropertyOrder(AfterSummary)]
    public required bool IsOpen { get; init; }

    [JsonPropertyOrder(AfterSummary)]
    public required IReadOnlyList<SagaStepReport> Checkout { get; init; }

    [JsonPropertyOrder(AfterSummary)]
    public required IReadOnlyList<SagaStepReport> Cancel { get; init; }

    /// <summary>The services that did not answer; their steps may be <c>unknown</c>.</summary>
    [JsonPropertyOrder(AfterSummary)]
    public required IReadOnlyList<string> Silent { get; init; }
}
