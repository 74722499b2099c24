using System.Diagnostics;

namespace Cartwright.Kernel;

/// <summary>
/// The name of a service: lower case, as in the databases, the topics and the settings. The shop defines which services
/// there are. Two roles are equal when their names are.
/// </summary>
[DebuggerDisplay("{_name}")]
public readonly struct Role : IEquatable<Role>
{
    /// <summary>The longest name, in characters: topics and metrics carry it.</summary>
    public const int LengthMax = 32;

    private readonly string? _name;

    /// <summary>The role of a name.</summary>
    /// <exception cref="FormatException">
    /// The name is something other than lower-case letters and digits, beginning with a letter.
    /// </exception>
    public Role(string name) => _name = IsName(name)
        ? name
        : throw new FormatException($"'{name}' is not the name of a service.");

    /// <summary>The name.</summary>
    public string Name =>
        _name ?? throw new InvalidOperationException("A role was never set: it has no name.");

    public static bool operator ==(Role one, Role other) => one.Equals(other);

    public static bool operator !=(Role one, Role other) => !one.Equals(other);

    // Every role that the code itself names is one string, so that equal ones are found by their reference.
    public bool Equals(Role other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is Role other && Equals(other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// The name with a capital, as the origins of parked messages and the categories of the log have it.
    /// </summary>
    public override string ToString() => $"{char.ToUpperInvariant(Name[0])}{Name.AsSpan(1)}";

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LengthMax } && char.IsAsciiLetterLower(name[0])
        && name.AsSpan().IndexOfAnyExcept(Letters) < 0;

    private static ReadOnlySpan<char> Letters => "abcdefghijklmnopqrstuvwxyz0123456789";
}
