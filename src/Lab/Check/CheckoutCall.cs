using Cartwright.Lab.Http;
using Cartwright.Lab.Shop;

namespace Cartwright.Lab.Check;

/// <summary>
/// One client: asks for its checkout until it has an answer. Repeating is allowed because a checkout is idempotent
/// by its order; a shop that was full or restarted has therefore no excuse for an order that stays open.
/// </summary>
internal sealed class CheckoutCall(ShopClient shop, bool finalReply)
{
    private const int TimeoutMs = 15_000;
    private const int PauseMsMin = 200;
    private const int PauseMsMax = 2_000;

    public async Task<CheckoutAnswer> RunCheckoutAsync(string order, CancellationToken patience)
    {
        var preference = finalReply ? "wait=10" : "respond-async";
        while (!patience.IsCancellationRequested)
        {
            var (told, retryAfterSeconds) = await AskAsync(order, preference);
            if (told is { } answer)
            {
                return answer;
            }

            var pauseMs = Math.Clamp(retryAfterSeconds * 1000, PauseMsMin, PauseMsMax);
            await Task.Delay(pauseMs, CancellationToken.None);
        }

        return CheckoutAnswer.Nothing;
    }

    /// <summary>Without an answer the effect is unknown; a repeat finds out.</summary>
    private async Task<(CheckoutAnswer? Answer, int RetryAfterSeconds)> AskAsync(string order, string preference)
    {
        try
        {
            var response = await shop.CheckoutOrderAsync(order, preference, TimeoutMs);
            return (ReadAnswer(response), response.RetryAfterSeconds);
        }
        catch (HttpFault)
        {
            return (null, 0);
        }
    }

    /// <summary>Null for an answer without information about the order: the request has to be repeated.</summary>
    internal static CheckoutAnswer? ReadAnswer(HttpAnswer response)
    {
        var body = response.Body.Span;
        return response.Status switch
        {
            >= 200 and < 300 => JsonBody.Text(body, "status"u8) switch
            {
                "paid" => CheckoutAnswer.Paid,
                "failed" => ReadReason(JsonBody.Text(body, "reason"u8)),
                _ => CheckoutAnswer.Processing,
            },
            429 or >= 500 => null,
            _ => ReadReason(JsonBody.Text(body, "code"u8)),
        };
    }

    private static CheckoutAnswer ReadReason(string? reason) => reason switch
    {
        "out-of-stock" => CheckoutAnswer.OutOfStock,
        "insufficient-credit" => CheckoutAnswer.InsufficientCredit,
        _ => CheckoutAnswer.FailedOtherwise,
    };
}
