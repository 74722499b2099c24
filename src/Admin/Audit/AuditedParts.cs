using Cartwright.Admin.Parts;
using Microsoft.Extensions.Logging;

namespace Cartwright.Admin.Audit;

/// <summary>The processes of a local cluster, each action on which is recorded.</summary>
public sealed class AuditedParts(IClusterParts parts, ILoggerFactory logs) : IClusterParts
{
    private readonly AuditLog _log = new(logs);

    public Task<IReadOnlyList<PartReport>> ReadPartsAsync(CancellationToken cancellation) =>
        parts.ReadPartsAsync(cancellation);

    public Task ActAsync(string part, PartAction action, OperatorAction why, CancellationToken cancellation) =>
        _log.RecordActionAsync($"part {action.ToString().ToLowerInvariant()}", [part], why, async () =>
        {
            await parts.ActAsync(part, action, why, cancellation);
            return new ActionOutcome(1, []);
        });
}
