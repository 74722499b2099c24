namespace Cartwright.Cli.Cluster;

/// <summary>The cluster cannot be brought up or steered; the message says why, and what helps.</summary>
internal sealed class ClusterFault(string message) : Exception(message);
