using Cartwright.Admin;
using Cartwright.Admin.Parked;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Admin;

/// <summary>The paths under <c>/admin/v1/parked</c>.</summary>
internal static class ParkedEndpoints
{
    public static void MapParked(IEndpointRouteBuilder parked, IParkedAdmin admin)
    {
        parked.MapGet(
                "",
                (HttpContext http,
                    [Text("The service.")] string? service,
                    [Text("The part of an id before the slash.")] string? type,
                    [Text("A part of the error's text; # stands for any number.")] string? error,
                    [Count("How many messages at most.", 1, ParkedQuery.LimitMax)] string? limit,
                    [Text("The cursor of the page before.")] string? cursor) =>
                    ListParkedAsync(http, admin, new ParkedQuery
                    {
                        Service = QueryText.ParseText(service),
                        Type = QueryText.ParseText(type),
                        Error = QueryText.ParseText(error),
                        Limit = QueryText.ParseLimit(limit, new ParkedQuery().Limit, ParkedQuery.LimitMax),
                        Cursor = QueryText.ParseText(cursor),
                    }))
            .WithName("listParked")
            .WithSummary("Messages that failed, the longest parked first, and all of them in groups.")
            .Produces(typeof(ParkedPage), "A page of messages.")
            .Refuses(ProblemCodes.MalformedQuery, ProblemCodes.ServiceUnavailable);
        parked.MapGet(
                "/message",
                (HttpContext http, [Text("The service.")] string? service, [Text("The message.")] string? id) =>
                    FindParkedAsync(
                        http,
                        admin,
                        QueryText.RequireText(service, nameof(service)),
                        QueryText.RequireText(id, nameof(id))))
            .WithName("findParked")
            .WithSummary("One message with its bytes.")
            .Produces(typeof(ParkedDetail), "The message.")
            .Refuses(ProblemCodes.MalformedQuery, ProblemCodes.UnknownMessage, ProblemCodes.ServiceUnavailable);
        MapAction(parked, "replay", admin.ReplayAsync)
            .WithName("replayParked")
            .WithSummary("Has messages tried again.");
        MapAction(parked, "drop", admin.DropAsync)
            .WithName("dropParked")
            .WithSummary("Gives messages up for good.");
    }

    private static RouteHandlerBuilder MapAction(
        IEndpointRouteBuilder parked,
        string name,
        Func<ParkedChoice, OperatorAction, CancellationToken, Task<ActionOutcome>> actAsync) => parked.MapPost(
            $"/{name}", (Delegate)((HttpContext http) => ActOnParkedAsync(http, actAsync)))
        .TakesAction(typeof(ParkedRequest))
        .Refuses(ProblemCodes.MalformedQuery);

    private static async Task ListParkedAsync(HttpContext http, IParkedAdmin admin, ParkedQuery query) =>
        await AdminEndpoints.WriteAnswerAsync(http, await admin.ListAsync(query, http.RequestAborted));

    private static async Task FindParkedAsync(HttpContext http, IParkedAdmin admin, string service, string id)
    {
        if (await admin.FindAsync(service, id, http.RequestAborted) is not { } message)
        {
            await Problems.WriteProblemAsync(
                http, ProblemCodes.UnknownMessage, "The service has no parked message of this id.");
            return;
        }

        await AdminEndpoints.WriteAnswerAsync(http, message);
    }

    private static async Task ActOnParkedAsync(
        HttpContext http, Func<ParkedChoice, OperatorAction, CancellationToken, Task<ActionOutcome>> actAsync)
    {
        var (request, action) = await ActionRequests.ReadActionAsync<ParkedRequest>(http);
        await AdminEndpoints.WriteAnswerAsync(http, await actAsync(request.ToChoice(), action, http.RequestAborted));
    }
}
