using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>A word that the voice avoids, and its place.</summary>
internal sealed record VoicePlace(SourceFile File, int Line, string Word);
