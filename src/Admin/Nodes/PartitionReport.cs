namespace Cartwright.Admin.Nodes;

/// <summary>A partition of an inbox.</summary>
/// <param name="Partition">Its number, from 0.</param>
/// <param name="Lag">Records in it that are not done yet; null where that is not known yet.</param>
public sealed record PartitionReport(int Partition, long? Lag);
