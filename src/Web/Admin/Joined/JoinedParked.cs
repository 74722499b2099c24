using Cartwright.Admin;
using Cartwright.Admin.Parked;

namespace Cartwright.Web.Admin.Joined;

/// <summary>
/// The parked messages of all services, from one node of each: a page is merged of theirs. An action goes to one node
/// of each service that it is about.
/// </summary>
internal sealed class JoinedParked(AdminServices services) : IParkedAdmin
{
    // Messages that an earlier page has shown already can leave too few of a service's own page.
    private const int PagesMax = 3;

    public async Task<ParkedPage> ListAsync(ParkedQuery query, CancellationToken cancellation)
    {
        var places = ParkedPosition.Parse(query.Cursor);
        var parts = await Task.WhenAll(ServiceNames.Of(query.Service).Select(service =>
            ReadPartAsync(service, query, places.GetValueOrDefault(service) ?? ParkedPosition.Start, cancellation)));
        var answered = parts.Select(part => part.First).OfType<ParkedPage>().ToList();
        if (answered.Count == 0)
        {
            throw AdminServices.SilenceOf([.. parts.Select(part => part.Service)]);
        }

        var page = parts
            .SelectMany(part => part.Messages.Select(found => (part.Service, found.Message, found.After)))
            .OrderBy(found => found.Message.At)
            .ThenBy(found => found.Service, StringComparer.Ordinal)
            .ThenBy(found => found.Message.Id, StringComparer.Ordinal)
            .Take(query.Limit)
            .ToList();
        var isLast = page.Count == parts.Sum(part => part.Messages.Count) && !parts.Any(part => part.HasMore);
        return new ParkedPage(
            answered.Max(own => own.Now),
            answered.Sum(own => own.Count),
            [.. answered.SelectMany(own => own.Groups).OrderByDescending(group => group.Count)],
            [.. page.Select(found => found.Message)],
            isLast ? null : ParkedPosition.TextOf(PlacesAfter(places, page)),
            [.. answered.SelectMany(own => own.Unreadable)],
            [.. parts.Where(part => part.First is null).Select(part => part.Service)]);
    }

    public async Task<ParkedDetail?> FindAsync(string service, string id, CancellationToken cancellation) =>
        await services.RequireAsync<ParkedDetail>(
            ServiceNames.Of(service).Single(),
            QueryPath.Of("parked/message", ("service", service), ("id", id)),
            cancellation);

    public Task<ActionOutcome> ReplayAsync(
        ParkedChoice choice, OperatorAction action, CancellationToken cancellation) =>
        ActAsync("parked/replay", choice, action, cancellation);

    public Task<ActionOutcome> DropAsync(ParkedChoice choice, OperatorAction action, CancellationToken cancellation) =>
        ActAsync("parked/drop", choice, action, cancellation);

    private async Task<ActionOutcome> ActAsync(
        string path, ParkedChoice choice, OperatorAction action, CancellationToken cancellation)
    {
        choice.RequireOne();
        return ActionOutcomes.Of(await Task.WhenAll(ServiceNames.Of(choice.Service).Select(service => services.ActAsync(
            service,
            path,
            new
            {
                action.Reason,
                Service = service,
                choice.Ids,
                choice.Type,
                choice.Error,
                All = choice.All ? true : (bool?)null,
            },
            action.TraceId,
            cancellation))));
    }

    private async Task<ParkedPart> ReadPartAsync(
        string service, ParkedQuery query, ParkedPosition place, CancellationToken cancellation)
    {
        List<(ParkedSummary Message, ParkedPosition After)> messages = [];
        ParkedPage? first = null;
        var cursor = place.Cursor;
        for (var pages = 1; ; pages++)
        {
            var answer = await services.ReadAsync<ParkedPage>(
                service,
                QueryPath.Of(
                    "parked",
                    ("service", service),
                    ("type", query.Type),
                    ("error", query.Error),
                    ("limit", QueryPath.TextOf(query.Limit)),
                    ("cursor", cursor)),
                cancellation);
            if (answer.Value is not { } page)
            {
                return new ParkedPart(service, first, messages, HasMore: first is not null);
            }

            first ??= page;
            messages.AddRange(page.Messages
                .Where(message => place.IsBefore(message.At, message.Id))
                .Select(message => (message, new ParkedPosition(cursor, message.At, message.Id))));
            cursor = page.Cursor;
            if (cursor is null || messages.Count >= query.Limit || pages == PagesMax)
            {
                return new ParkedPart(service, first, messages, cursor is not null);
            }
        }
    }

    // A service of which no message was taken, or that does not answer, stays where it was.
    private static Dictionary<string, ParkedPosition> PlacesAfter(
        IReadOnlyDictionary<string, ParkedPosition> before,
        IEnumerable<(string Service, ParkedSummary Message, ParkedPosition After)> page)
    {
        var places = new Dictionary<string, ParkedPosition>(before);
        foreach (var (service, _, after) in page)
        {
            places[service] = after;
        }

        return places;
    }
}
