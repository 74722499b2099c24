using Cartwright.Admin.Parts;

namespace Cartwright.AdminConsole;

/// <summary>The processes of the local cluster, where the console is part of one.</summary>
internal sealed record LocalParts(IClusterParts? Cluster);
