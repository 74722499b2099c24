using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Cartwright.Admin.Audit;

/// <summary>
/// Records the actions of operators at the admin address: each is one event of the category <c>Cartwright.Audit</c>.
/// </summary>
internal sealed class AuditLog(ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger(AuditRecord.Category);

    /// <summary>Takes an action and records it, also where it fails: then its effect is not known here.</summary>
    /// <param name="name">The action, such as <c>parked drop</c>.</param>
    /// <param name="ids">The orders or messages; the record names the first hundred.</param>
    /// <param name="action">The operator, and the reason.</param>
    /// <param name="act">The action.</param>
    /// <param name="choice">The conditions by which the messages were chosen; null where ids were given.</param>
    public async Task<ActionOutcome> RecordActionAsync(
        string name,
        IReadOnlyCollection<string> ids,
        OperatorAction action,
        Func<Task<ActionOutcome>> act,
        string? choice = null)
    {
        if (OperatorAction.MistakeIn(action.Reason) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(action));
        }

        // A button of a page has no request: its trace begins here, and the nodes that it asks have it too.
        using var begun = action.TraceId is null ? new Activity(name).SetIdFormat(ActivityIdFormat.W3C).Start() : null;
        ActionOutcome? outcome = null;
        try
        {
            outcome = await act();
            return outcome;
        }
        finally
        {
            AuditRecord.OfAction(
                name,
                ids,
                choice,
                action.Reason,
                action.Operator,
                action.TraceId ?? begun?.TraceId.ToHexString(),
                outcome?.Changed).WriteTo(_log);
        }
    }
}
