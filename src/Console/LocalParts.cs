using Cartwright.Admin.Audit;
using Cartwright.Admin.Parts;
using Microsoft.Extensions.Logging;

namespace Cartwright.AdminConsole;

/// <summary>
/// The processes of the local cluster, where the console is part of one; each action on them is recorded.
/// </summary>
internal sealed class LocalParts(IClusterParts? parts, ILoggerFactory logs)
{
    /// <summary>The parts; null elsewhere.</summary>
    public IClusterParts? Cluster { get; } = parts is null ? null : new AuditedParts(parts, logs);
}
