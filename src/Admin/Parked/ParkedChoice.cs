namespace Cartwright.Admin.Parked;

/// <summary>
/// Which parked messages an action is about: those of some ids, those of a type or an error, or all. A message of a
/// repair is chosen by its id alone.
/// </summary>
public sealed record ParkedChoice
{
    /// <summary>Only those of this service; null: of every service.</summary>
    public string? Service { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    public string? Type { get; init; }

    public string? Error { get; init; }

    public bool All { get; init; }

    /// <summary>Whether exactly one of the three kinds of choice is made.</summary>
    public bool IsOne => (Ids is { Count: > 0 } ? 1 : 0) + (Type is null && Error is null ? 0 : 1) + (All ? 1 : 0) == 1;
}
