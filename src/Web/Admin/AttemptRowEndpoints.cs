using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Admin;

/// <summary>The path <c>/admin/v1/attempts</c>: rows of which a gateway makes the view of a saga.</summary>
internal static class AttemptRowEndpoints
{
    public static void MapAttempts(IEndpointRouteBuilder attempts, AttemptReading readAsync) => attempts.MapGet(
            "/{attempt}",
            (HttpContext http,
                [Id("The attempt.")] string attempt,
                [Id("Its order.")] string? order,
                [Id("The user that pays.")] string? user,
                [Count("The amount to hold.", 0, Numbers.Max)] string? amount) =>
                ReadAttemptAsync(http, readAsync, new Attempt(
                    new AttemptId(Numbers.ParseNumber(attempt, nameof(attempt))),
                    new OrderId(QueryText.RequireNumber(order, nameof(order))),
                    new UserId(QueryText.RequireNumber(user, nameof(user))),
                    QueryText.RequireNumber(amount, nameof(amount)),
                    ReplyTo: 0)))
        .WithName("readAttempt")
        .WithSummary("The rows of an attempt, of each service of this process.")
        .Produces(typeof(IReadOnlyList<AttemptRows>), "One entry for each service.")
        .TakesNumbers()
        .Refuses(ProblemCodes.MalformedQuery, ProblemCodes.ServiceUnavailable);

    private static async Task ReadAttemptAsync(HttpContext http, AttemptReading readAsync, Attempt attempt) =>
        await AdminEndpoints.WriteAnswerAsync(http, await readAsync(attempt, http.RequestAborted));
}
