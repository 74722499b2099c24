using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>The meaning of an answer to a checkout.</summary>
internal static class Answers
{
    public static Outcome Judge(WireResponse response) => response.Status switch
    {
        >= 200 and < 300 => JudgeStatus(JsonBody.Text(response.Body.Span, "status"u8)),
        400 => Outcome.Refused,
        429 => Outcome.Shed,
        _ => Outcome.Failed,
    };

    /// <summary>The endpoint that does nothing only confirms that it was reached.</summary>
    public static Outcome JudgeNull(WireResponse response) =>
        response.Status == 200 ? Outcome.Committed : Outcome.Failed;

    /// <summary>Only "paid" is a success. A success without an outcome is not believed: the order is read.</summary>
    private static Outcome JudgeStatus(string? status) => status switch
    {
        "paid" => Outcome.Committed,
        "failed" => Outcome.Refused,
        _ => Outcome.Processing,
    };
}
