using System.Globalization;
using System.Text;

namespace Cartwright.Admin;

/// <summary>The operator of an action, and the reason. Both are written to the audit log.</summary>
/// <param name="Reason">1 to <see cref="ReasonCharactersMax"/> characters, without control characters.</param>
/// <param name="Operator">The name of the operator; an address where no name is known.</param>
public sealed record OperatorAction(string Reason, string Operator)
{
    public const int ReasonCharactersMax = 200;

    /// <summary>The trace of the request; null without one.</summary>
    public string? TraceId { get; init; }

    /// <summary>The mistake in a reason, as a sentence; null where there is none.</summary>
    public static string? MistakeIn(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonCharactersMax
            ? $"A reason of 1 to {ReasonCharactersMax} characters is needed."
            : reason.EnumerateRunes().Any(IsInvisible) ? "A reason has no control characters and no invisible ones."
            : null;

    // Such as marks that turn the direction of the rest of a line in a terminal.
    private static bool IsInvisible(Rune sign) => Rune.GetUnicodeCategory(sign) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
