namespace Cartwright.CommandLine.Clusters;

/// <summary>The cluster cannot be brought up or steered; the message says why, and what helps.</summary>
public sealed class ClusterFault(string message) : Exception(message);
