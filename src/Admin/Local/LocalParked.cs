using Cartwright.Admin.Parked;
using Cartwright.Engine.Housekeeping;
using Cartwright.Kernel;

namespace Cartwright.Admin.Local;

/// <summary>The parked messages of this process's services.</summary>
internal sealed class LocalParked(LocalViews views, LocalCommands commands) : IParkedAdmin
{
    private readonly LocalParkedReader _reader = new(views);

    public async Task<ParkedPage> ListAsync(ParkedQuery query, CancellationToken cancellation)
    {
        var rows = await _reader.ReadParkedAsync(
            query.Service,
            (id, message) => ParkedMatch.IsListed(id, message, query.Type, query.Error),
            cancellation);
        return ParkedReports.PageOf(
            rows.Now, query, [.. rows.Found.Select(row => row.Message)], rows.Unreadable, rows.Silent);
    }

    public Task<ParkedDetail?> FindAsync(string service, string id, CancellationToken cancellation) =>
        _reader.FindParkedAsync(service, id, cancellation);

    public Task<ActionOutcome> ReplayAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation) =>
        ChangeAsync(choice, ParkedCommands.Replay, cancellation);

    public Task<ActionOutcome> DropAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation) =>
        ChangeAsync(choice, ParkedCommands.Drop, cancellation);

    // The choice is made of what is read; the engine decides on each row as it is then.
    private async Task<ActionOutcome> ChangeAsync(
        ParkedChoice choice, Func<string, Message> change, CancellationToken cancellation)
    {
        choice.RequireOne();
        var ids = choice.Ids?.ToHashSet();
        var rows = await _reader.ReadParkedAsync(
            choice.Service,
            (id, message) => ParkedMatch.IsChosen(id, message, choice.Type, choice.Error)
                && ids?.Contains(id) is not false,
            cancellation);
        var changed = 0;
        HashSet<string> silent = [.. rows.Silent];
        HashSet<string> unknown = [];
        foreach (var place in rows.Found.Take(ParkedChoice.CountMax).GroupBy(row => row.Place))
        {
            var done = await commands.ChangeParkedAsync(
                place.Key, [.. place.Select(row => change(row.Message.Id))], changed, cancellation);
            changed += done.Changed;
            silent.UnionWith(done.Silent);
            unknown.UnionWith(done.Unknown ?? []);
        }

        return new ActionOutcome(changed, [.. silent]) { Unknown = unknown.Count > 0 ? [.. unknown] : null };
    }
}
