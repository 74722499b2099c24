namespace Cartwright.Client;

/// <summary>Reads the outcomes of checkouts and cancels.</summary>
internal static class OutcomeReader
{
    /// <summary>
    /// The reasons of a failed attempt. Every other rejection of a checkout concerns the call: there is no attempt, or
    /// no record of it.
    /// </summary>
    private static readonly string[] Reasons =
    [
        "out-of-stock", "insufficient-credit", "unknown-user", "unknown-item", "over-maximum", "timeout", "cancelled",
        "other",
    ];

    public static CheckoutOutcome ReadCheckout(string orderId, ShopAnswer answer)
    {
        if (answer.Problem is { } problem)
        {
            return problem.Status == 400 && Reasons.Contains(problem.Code)
                ? new CheckoutOutcome(orderId, CheckoutState.Failed) { Rejection = problem }
                : throw new ShopRejectionException($"The checkout of order {orderId}", problem);
        }

        var attempt = AnswerReader.Read(answer, ClientJson.Default.AttemptBody);
        var state = attempt.Status switch
        {
            ShopOrderStatus.Paid => CheckoutState.Paid,
            ShopOrderStatus.Failed => CheckoutState.Failed,
            _ => CheckoutState.Processing,
        };
        return new CheckoutOutcome(orderId, state)
        {
            Attempt = attempt.Attempt,
            Rejection = state == CheckoutState.Failed ? new ShopRejection(attempt.Reason ?? "", 400, "") : null,
        };
    }

    public static CancelOutcome ReadCancel(ShopAnswer answer)
    {
        var attempt = AnswerReader.Read(answer, ClientJson.Default.AttemptBody);
        return new CancelOutcome(
            attempt.OrderId, attempt.Attempt, IsFinished: attempt.Status == ShopOrderStatus.Cancelled);
    }
}
