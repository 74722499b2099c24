namespace Cartwright.Cli.Serve;

/// <summary>A setting that exposes the shop to other machines.</summary>
/// <param name="Fact">A sentence that names the setting, and its effect.</param>
/// <param name="Remedy">The ways to mend it, as the beginning of a sentence.</param>
internal sealed record Exposed(string Fact, string Remedy);
