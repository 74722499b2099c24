using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>The meaning of an answer to a checkout.</summary>
internal static class Answers
{
    public static OrderOutcome OutcomeOf(HttpAnswer response) => response.Status switch
    {
        >= 200 and < 300 => JudgeStatus(JsonBody.Text(response.Body.Span, "status"u8)),
        400 => OrderOutcome.Rejected,
        429 => OrderOutcome.Shed,
        _ => OrderOutcome.Failed,
    };

    /// <summary>The endpoint that does nothing only confirms that it was reached.</summary>
    public static OrderOutcome JudgeNull(HttpAnswer response) =>
        response.Status == 200 ? OrderOutcome.Committed : OrderOutcome.Failed;

    /// <summary>Only "paid" is a success. A success without an outcome is not believed: the order is read.</summary>
    private static OrderOutcome JudgeStatus(string? status) => status switch
    {
        "paid" => OrderOutcome.Committed,
        "failed" => OrderOutcome.Rejected,
        _ => OrderOutcome.Processing,
    };
}
