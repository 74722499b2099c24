namespace Cartwright.CommandLine.Clusters;

/// <summary>The cluster cannot be brought up or steered; the message states the cause and a remedy.</summary>
public sealed class ClusterFault(string message) : Exception(message);
