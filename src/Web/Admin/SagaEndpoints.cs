using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Admin;

/// <summary>The paths under <c>/admin/v1/sagas</c>.</summary>
internal static class SagaEndpoints
{
    private const long SecondsMax = 10L * 365 * 24 * 3_600;
    private const long MillisecondsPerSecond = 1_000;

    public static void MapSagas(IEndpointRouteBuilder sagas, ISagaAdmin admin)
    {
        sagas.MapGet(
                "",
                (HttpContext http,
                    [OneOf("The orders' state; without it, those that are not finished.", typeof(OrderStatus))]
                    string? state,
                    [Count("How long ago an order moved last, in seconds at least.", 0, SecondsMax)] string? older_than,
                    [Id("The user.")] string? user,
                    [Id("An item of the order.")] string? item,
                    [Count("How many orders at most.", 1, SagaQuery.LimitMax)] string? limit,
                    [Text("The cursor of the page before.")] string? cursor) =>
                    ListSagasAsync(http, admin, new SagaQuery
                    {
                        Status = QueryText.ParseOneOf<OrderStatus>(state, nameof(state)),
                        OlderThanMs = QueryText.ParseNumber(older_than, nameof(older_than), 0, SecondsMax)
                            * MillisecondsPerSecond,
                        User = QueryText.ParseNumber(user, nameof(user), 0, Numbers.Max),
                        Item = QueryText.ParseNumber(item, nameof(item), 0, Numbers.Max),
                        Limit = QueryText.ParseLimit(limit, new SagaQuery().Limit, SagaQuery.LimitMax),
                        Cursor = QueryText.ParseText(cursor),
                    }))
            .WithName("listSagas")
            .WithSummary("Orders in flight by the time since they moved, the longest first; others by number.")
            .Produces(typeof(SagaPage), "A page of orders.")
            .Refuses(ProblemCodes.MalformedQuery, ProblemCodes.ServiceUnavailable);
        sagas.MapGet(
                "/{order}",
                (HttpContext http, [Id("The order.")] string order) => FindSagaAsync(http, admin, order))
            .WithName("findSaga")
            .WithSummary("One order with all steps of its sagas.")
            .Produces(typeof(SagaDetail), "The order.")
            .TakesNumbers()
            .Refuses(Reason.UnknownOrder)
            .Refuses(ProblemCodes.ServiceUnavailable);
    }

    public static void MapActions(IEndpointRouteBuilder sagas, ISagaAdmin admin) => sagas.MapPost(
            "/{order}/push",
            (HttpContext http, [Id("The order.")] string order) => PushSagaAsync(http, admin, order))
        .WithName("pushSaga")
        .WithSummary("Has the order service look at an order now.")
        .TakesAction(typeof(ActionRequest))
        .TakesNumbers()
        .Refuses(Reason.UnknownOrder);

    private static async Task PushSagaAsync(HttpContext http, ISagaAdmin admin, string text)
    {
        var order = new OrderId(Numbers.ParseNumber(text, "order"));
        var (_, action) = await ActionRequests.ReadActionAsync<ActionRequest>(http);
        await WriteKnownAsync(http, await admin.PushAsync(order, action, http.RequestAborted));
    }

    private static async Task ListSagasAsync(HttpContext http, ISagaAdmin admin, SagaQuery query) =>
        await AdminEndpoints.WriteAnswerAsync(http, await admin.ListAsync(query, http.RequestAborted));

    private static async Task FindSagaAsync(HttpContext http, ISagaAdmin admin, string text)
    {
        var order = new OrderId(Numbers.ParseNumber(text, "order"));
        await WriteKnownAsync(http, await admin.FindAsync(order, http.RequestAborted));
    }

    // Null is what there is about an unknown order.
    private static Task WriteKnownAsync<T>(HttpContext http, T? answer)
        where T : class => answer is null
        ? Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownOrder))
        : AdminEndpoints.WriteAnswerAsync(http, answer);
}
