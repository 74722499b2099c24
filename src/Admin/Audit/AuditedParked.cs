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
            "parked replay",
            choice.Ids ?? [],
            action,
            () => parked.ReplayAsync(choice, action, cancellation),
            ConditionsOf(choice));

    public Task<ActionOutcome> DropAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation) => log.RecordActionAsync(
            "parked drop",
            choice.Ids ?? [],
            action,
            () => parked.DropAsync(choice, action, cancellation),
            ConditionsOf(choice));

    private static string? ConditionsOf(ParkedChoice choice) => choice.Ids is not null
        ? null
        : string.Join(
            ' ',
            [
                .. new[] { ("service", choice.Service), ("type", choice.Type), ("error", choice.Error) }
                    .Where(condition => condition.Item2 is not null)
                    .Select(condition => $"{condition.Item1}={condition.Item2}"),
                .. choice.All ? (string[])["all"] : [],
            ]);
}
