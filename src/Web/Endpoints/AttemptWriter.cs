using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>Answers a checkout or a cancel as its client prefers.</summary>
internal static class AttemptWriter
{
    private const int Waited = StatusCodes.Status202Accepted;

    private static readonly int[] Decided =
    [
        StatusCodes.Status200OK, Waited, StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable,
    ];

    /// <summary>Declares the headers of these answers.</summary>
    public static RouteHandlerBuilder SendsHeadersOfAttempts(this RouteHandlerBuilder builder) => builder
        .SendsHeader(new AnswerHeader(
            "Location", "The order.", $"/orders/find/{SampleIds.Order}", IsAlwaysThere: true, Waited))
        .SendsHeader(AnswerHeader.Later(isAlwaysThere: true, Waited))
        .SendsHeader(new AnswerHeader(
            "Preference-Applied", "The preference that was used.", "wait=10", IsAlwaysThere: false, Decided));

    public static Task WriteOutcomeAsync(
        HttpContext http, Preference preference, OrderId id, AttemptId attempt, Outcome outcome)
    {
        var isFinal = preference.Wait is not null;
        if (outcome.Status is OrderStatus.Cancelling or OrderStatus.Cancelled)
        {
            return Problems.WriteProblemAsync(http, new Rejected(Reason.OrderCancelled));
        }

        if (outcome.Status is OrderStatus.Failed && (isFinal || !outcome.IsKnown))
        {
            ApplyPreference(http, preference);

            // For every reason, a failed checkout is 400: the request was understood, and nothing is sold. An attempt
            // that the order no longer knows may have been paid, so it is not called failed, with any preference of the
            // client.
            return Problems.WriteProblemAsync(
                http,
                new Rejected(outcome.Reason!.Value, outcome.Item),
                outcome.IsKnown ? StatusCodes.Status400BadRequest : null);
        }

        return WriteStatusAsync(http, preference, id, attempt, outcome, waitEnded: isFinal && !outcome.IsEnded);
    }

    public static Task WriteStatusAsync(
        HttpContext http, Preference preference, OrderId id, AttemptId attempt, Outcome outcome, bool waitEnded)
    {
        ApplyPreference(http, preference);
        if (waitEnded)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = $"/orders/find/{id}";
            http.Response.Headers.RetryAfter = "1";
        }

        var stands = new AttemptAnswer(
            id.ToString(), EnumText.TextOf(outcome.Status), attempt.ToString(), outcome.Reason?.ToCode());
        return Json.WriteJsonAsync(http, stands, AnswerJson.Default.AttemptAnswer);
    }

    private static void ApplyPreference(HttpContext http, Preference preference)
    {
        if (preference.Applied is { } applied)
        {
            http.Response.Headers["Preference-Applied"] = applied;
        }
    }
}
