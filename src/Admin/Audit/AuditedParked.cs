using Cartwright.Admin.Parked;

namespace Cartwright.Admin.Audit;

/// <summary>Parked messages, each replay and drop of which is recorded.</summary>
internal sealed class AuditedParked(IParkedAdmin parked, AuditLog log) : IParkedAdmin
{
    public Task<ParkedPage> ListAsync(ParkedQuery query, CancellationToken cancellation) =>
        parked.ListAsync(query, cancellation);

    public Task<ParkedDetail?> FindAsync(string service, string id, CancellationToken cancellation) =>
        parked.FindAsync(service, id, cancellation);

    public Task<ActionOutcome> ReplayAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation) => log.RecordActionAsync(
            "parked replay", IdsOf(choice), action, () => parked.ReplayAsync(choice, action, cancellation));

    public Task<ActionOutcome> DropAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation) => log.RecordActionAsync(
            "parked drop", IdsOf(choice), action, () => parked.DropAsync(choice, action, cancellation));

    // Without ids, the conditions.
    private static IReadOnlyCollection<string> IdsOf(ParkedChoice choice) => choice.Ids ??
    [
        .. new[] { ("service", choice.Service), ("type", choice.Type), ("error", choice.Error) }
            .Where(condition => condition.Item2 is not null)
            .Select(condition => $"{condition.Item1}={condition.Item2}"),
        .. choice.All ? (string[])["all"] : [],
    ];
}
