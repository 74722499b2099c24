namespace Cartwright.Cli.Configuration;

/// <summary>
/// Where an embedded shop is. Only the composition looks inside: for the verbs a place is a place, whatever store is
/// there.
/// </summary>
/// <param name="Directory">The directory with its file.</param>
internal sealed record EmbeddedPlace(string Directory);
