using Polly.Timeout;

namespace Cartwright.Client;

/// <summary>Which tries are repeated. All of them are bounded by the pipeline of <see cref="RequestSender"/>.</summary>
internal static class RetryRules
{
    private const string OutcomeUnknown = "outcome-unknown";
    private const string InProgress = "request-in-progress";

    /// <summary>A reason that is given with 503 and stays: the order has no record of the attempt.</summary>
    private const string Superseded = "attempt-superseded";

    /// <summary>Whether a repeat of an answered request may be served, and cannot take effect twice.</summary>
    public static bool IsWorthRepeating(ShopRequest request, ShopAnswer answer) => answer.Status switch
    {
        // The request was shed, and changed nothing.
        429 => true,
        409 => answer.Problem!.Code == InProgress,
        503 when answer.Problem!.Code == OutcomeUnknown => request.IsRepeatable,
        503 => answer.Problem!.Code != Superseded,

        // Of a server on the way, which has no answer of the shop.
        502 or 504 => request.IsRepeatable,
        _ => false,
    };

    /// <summary>Whether a request without an answer is repeated. A key makes that harmless.</summary>
    public static bool IsWorthRepeating(ShopRequest request, Exception fault) =>
        IsSilence(fault) && (request.IsRepeatable || !WasSent(fault));

    /// <summary>Whether a try ended without a usable answer.</summary>
    public static bool IsSilence(Exception fault) => fault switch
    {
        // An answer that is too large would be too large again.
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException or IOException or TimeoutRejectedException => true,

        // The time-out of an HttpClient that the caller gave.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>Whether the shop may have received the request.</summary>
    public static bool WasSent(Exception fault) => fault is not HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError,
    };

    /// <summary>Whether the answer leaves open if the request takes effect.</summary>
    public static bool IsOutcomeUnknown(ShopAnswer answer) =>
        answer.Status is 502 or 504 || answer.Problem?.Code is OutcomeUnknown or InProgress;

    /// <summary>Whether the answer is the shop's final "no", and not its inability to serve.</summary>
    public static bool IsRejection(ShopAnswer answer) => answer.Problem is { } problem
        && (problem.Status is >= 400 and < 500 and not 429 || problem.Code == Superseded)
        && problem.Code != InProgress;
}
