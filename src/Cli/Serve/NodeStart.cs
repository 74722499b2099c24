namespace Cartwright.Cli.Serve;

/// <summary>Starts the node that was asked for.</summary>
internal delegate Task<RunningNode> NodeStart(ServeOptions options, CancellationToken cancellation);
