using System.Globalization;

namespace Cartwright.Lab.Torture;

/// <summary>One fault of the schedule.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Parts">To which parts, in this order.</param>
/// <param name="After">How long the sales run before it.</param>
/// <param name="Length">How long a part stands still or is away, or how soon it is killed again.</param>
internal sealed record Fault(FaultKind Kind, IReadOnlyList<string> Parts, TimeSpan After, TimeSpan Length)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"after {After.TotalSeconds:F1} s {FaultKinds.NameOf(Kind)} {string.Join(" and ", Parts)}{LengthText()}");

    private string LengthText() => Kind is FaultKind.Freeze or FaultKind.Stop or FaultKind.Twice
        ? string.Create(CultureInfo.InvariantCulture, $" ({Length.TotalSeconds:F1} s)")
        : "";
}
