namespace Cartwright.Admin.Nodes;

/// <summary>A setting that differs from its default.</summary>
/// <param name="Name">As on the command line, without dashes.</param>
/// <param name="Value">Its value; a fixed text for a secret.</param>
/// <param name="Source">Where it was set: an option, a variable or a file.</param>
public sealed record SettingReport(string Name, string Value, string Source);
