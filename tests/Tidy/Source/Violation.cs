namespace Cartwright.Tidy.Source;

/// <summary>A place where a rule is broken, and the right form.</summary>
internal readonly record struct Violation(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";
}
