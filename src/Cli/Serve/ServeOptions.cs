namespace Cartwright.Cli.Serve;

/// <summary>What `serve` was asked for.</summary>
/// <param name="Url">Where to listen.</param>
/// <param name="DataDirectory">Where the database lies.</param>
/// <param name="RepliesFinal">Whether checkouts wait for their outcome by default.</param>
internal sealed record ServeOptions(string Url, string DataDirectory, bool RepliesFinal);
