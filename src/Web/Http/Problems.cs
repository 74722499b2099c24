using Cartwright.Admin;
using Cartwright.Domain;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cartwright.Web.Http;

/// <summary>Writes refusals as RFC 9457 problem documents, with a code that programs can rely on.</summary>
internal static class Problems
{
    /// <summary>Where a code's page is; a name, not an address.</summary>
    public const string TypePrefix = "urn:cartwright:errors:";

    /// <summary>How a problem is written.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The detail for a body that is too large.</summary>
    public const string BodyNotNeeded = "No request of this interface needs a body.";

    public static Task WriteProblemAsync(HttpContext http, Rejected rejected, int? status = null)
    {
        var detail = rejected.Item is { } item
            ? $"Item {item}."
            : ProblemCodes.FindCode(rejected.Reason.ToCode()).Title + ".";
        return WriteProblemAsync(http, rejected.Reason.ToCode(), detail, status, rejected);
    }

    public static Task WriteProblemAsync(HttpContext http, string code, string detail, int? status = null) =>
        WriteProblemAsync(http, code, detail, status, rejected: null);

    private static async Task WriteProblemAsync(
        HttpContext http, string code, string detail, int? status, Rejected? rejected)
    {
        var problem = ProblemCodes.FindCode(code);
        var response = http.Response;
        response.StatusCode = status ?? problem.Status;
        if (problem.IsPassing)
        {
            response.Headers.RetryAfter = "1";
        }

        if (code is ProblemCodes.BodyTooLarge or ProblemCodes.BadRequest)
        {
            // Where the next request begins is not known, so the connection ends; the client should not be surprised.
            response.Headers.Connection = "close";
        }

        http.Features.Set(new AnsweredProblem(code));
        var traceId = TraceIds.TraceIdOf(http);
        if (response.StatusCode >= StatusCodes.Status500InternalServerError && code != ProblemCodes.InternalError)
        {
            http.RequestServices.GetRequiredService<UnservedLog>().LogUnserved(
                http, response.StatusCode, code, traceId);
        }

        var body = new Problem(
            TypePrefix + code,
            problem.Title,
            response.StatusCode,
            detail,
            code,
            rejected?.Item?.ToString(),
            rejected?.Wanted,
            rejected?.Available,
            traceId);
        await Json.WriteJsonAsync(http, body, ProblemJson.Default.Problem, ContentType);
    }

    /// <summary>Runs the rest of the pipeline, and turns its exceptions into problems.</summary>
    public static async Task GuardRequestAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted && CodeOf(fault) is not null)
        {
            if (CodeOf(fault) == ProblemCodes.InternalError)
            {
                http.RequestServices.GetRequiredService<UnservedLog>().TellBug(http, TraceIds.TraceIdOf(http), fault);
            }

            http.Response.Clear();
            await WriteProblemAsync(
                http,
                CodeOf(fault)!,
                fault is ProblemException or AdminFault or QueryFault ? fault.Message : ExplainFault(fault));
        }
    }

    /// <summary>A body for the statuses that the framework sets by itself.</summary>
    public static Task FillEmptyAsync(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound =>
            WriteProblemAsync(http, ProblemCodes.NoSuchPath, $"There is no path {http.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed =>
            WriteProblemAsync(http, ProblemCodes.MethodNotAllowed, $"{http.Request.Method} is not for this path."),
        StatusCodes.Status413PayloadTooLarge =>
            WriteProblemAsync(http, ProblemCodes.BodyTooLarge, BodyNotNeeded),
        StatusCodes.Status415UnsupportedMediaType => WriteProblemAsync(
            http,
            ProblemCodes.BadRequest,
            "The body must be JSON, with the header Content-Type: application/json.",
            http.Response.StatusCode),
        >= 400 and < 500 =>
            WriteProblemAsync(http, ProblemCodes.BadRequest, "The request cannot be read.", http.Response.StatusCode),
        _ => Task.CompletedTask,
    };

    private static string? CodeOf(Exception fault) => fault switch
    {
        ProblemException problem => problem.Code,
        AdminFault { IsOutcomeUnknown: true } => ProblemCodes.OutcomeUnknown,
        AdminFault => ProblemCodes.ServiceUnavailable,
        QueryFault => ProblemCodes.MalformedQuery,
        NotServedException { Why: NotServed.Overloaded } => ProblemCodes.Overloaded,
        NotServedException { Why: NotServed.Unavailable } => ProblemCodes.DatabaseUnavailable,
        NotServedException { Why: NotServed.Unanswered } => ProblemCodes.StockUnavailable,
        NotServedException { Why: NotServed.Draining } => ProblemCodes.ShuttingDown,
        NotServedException { Why: NotServed.Unknown } => ProblemCodes.OutcomeUnknown,
        NotServedException { Why: NotServed.Unreadable } => ProblemCodes.UnreadableRow,
        NotServedException => ProblemCodes.InternalError,
        TransientFault => ProblemCodes.DatabaseUnavailable,
        OutOfNumbersFault => ProblemCodes.OutOfNumbers,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemCodes.BodyTooLarge,
        BadHttpRequestException => ProblemCodes.BadRequest,
        OperationCanceledException => null,
        _ => ProblemCodes.InternalError,
    };

    // The internal cause is for the log; a client receives the consequence for its request.
    private static string ExplainFault(Exception fault) => fault switch
    {
        NotServedException { Why: NotServed.Overloaded } => "Nothing was accepted. Try again a little later.",
        NotServedException { Why: NotServed.Unavailable } => "Nothing was changed. Try again a little later.",
        NotServedException { Why: NotServed.Unanswered } => "Nothing was changed. Try again a little later.",
        NotServedException { Why: NotServed.Draining } => "Nothing was accepted. Another start will serve it.",
        NotServedException { Why: NotServed.Unreadable } =>
            "Nothing was changed. The row is damaged; the server's log names it.",
        NotServedException { Why: NotServed.Unknown } => "It may have happened. Read the state, or repeat safely.",
        TransientFault => "Nothing was changed. Try again a little later.",
        OutOfNumbersFault => "Nothing was changed. `cartwright verify` names the counter.",
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => BodyNotNeeded,
        BadHttpRequestException => "The request cannot be read.",
        NotServedException => "Nothing was changed. See the server's log.",
        _ => "Read the state: the request may have been served. See the server's log.",
    };
}
