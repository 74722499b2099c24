using System.Text.Json.Serialization;

namespace Cartwright.Admin.Parked;

/// <summary>
/// Which parked messages an action is about: those of some ids, those of a type or an error, or all. The records of
/// repairs are kept.
/// </summary>
public sealed record ParkedChoice
{
    /// <summary>The most messages that one action changes: as many as a database keeps.</summary>
    public const int CountMax = 10_000;

    /// <summary>Only those of this service; null: of every service.</summary>
    public string? Service { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    public string? Type { get; init; }

    /// <summary>A part of the error's text, in any case of letters; <c>#</c> stands for any number.</summary>
    public string? Error { get; init; }

    public bool All { get; init; }

    /// <summary>Whether exactly one of the three kinds of choice is made.</summary>
    [JsonIgnore]
    public bool IsOne => (Ids is { Count: > 0 } ? 1 : 0) + (Type is null && Error is null ? 0 : 1) + (All ? 1 : 0) == 1;

    /// <summary>
    /// The mistake in it, as a sentence; null where there is none. An empty condition is one: a variable that a script
    /// has not set would choose everything.
    /// </summary>
    [JsonIgnore]
    public string? Mistake => !IsOne || Ids?.Count > CountMax
        ? $"Choose 1 to {CountMax} ids, or a type, an error or both, or all."
        : new[] { Service, Type, Error }.Contains(string.Empty) || Ids?.Any(string.IsNullOrEmpty) is true
            ? "An empty id, service, type or error chooses nothing: leave it out."
            : null;

    /// <exception cref="QueryFault">There is a mistake in it.</exception>
    public void RequireOne()
    {
        if (Mistake is { } mistake)
        {
            throw new QueryFault(mistake);
        }
    }
}
