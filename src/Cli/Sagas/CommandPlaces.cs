using Cartwright.Domain.Views;

namespace Cartwright.Cli.Sagas;

/// <summary>The places of the commands that steps of one saga wait for.</summary>
/// <param name="Texts">The place of a step's command, as the rest of a line.</param>
/// <param name="IsLogSilent">
/// Whether the log did not answer: then a command without a place may be in it all the same.
/// </param>
internal sealed record CommandPlaces(IReadOnlyDictionary<StepView, string> Texts, bool IsLogSilent);
