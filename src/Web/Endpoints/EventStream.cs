using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Shop.Waiting;
using Cartwright.Kernel;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>One open stream of one order's events.</summary>
internal sealed class EventStream(HttpContext http, OrderId id, ShopOptions options)
{
    private readonly ServerSentEvents _events = new(http.Response);

    /// <summary>
    /// Sends the new steps, and later ones, until one is final. It also ends when it has been open for long, when the
    /// client goes and when the server does; the client then reconnects with the last id it has received. Before each
    /// event and heartbeat the caller's credentials are looked up again, and it ends where they are no longer valid.
    /// </summary>
    public async Task SendStepsAsync(
        EndpointContext shop, Watch watch, IReadOnlyList<OrderStep> news, string heard)
    {
        var clock = shop.Clock;
        using var length = new CancellationTokenSource(TimeSpan.FromSeconds(options.StreamSecondsMax), clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, shop.Stopping, length.Token);
        try
        {
            await _events.BeginStreamAsync(ending.Token);
            while (true)
            {
                foreach (var step in news)
                {
                    heard = step.Id;
                    await _events.SendEventAsync(
                        heard, AnswerOf(step), AnswerJson.Default.OrderEventAnswer, ending.Token);
                }

                if (news.Count > 0 && news[^1].IsFinal)
                {
                    return;
                }

                var order = await watch.UntilAsync(
                    stands => OrderStep.StepsAfter(stands, heard).Count > 0,
                    TimeSpan.FromSeconds(options.HeartbeatSeconds),
                    clock,
                    ending.Token);
                if (await LastingCaller.FindAsync(http, ending.Token) is not { } caller
                    || (order is not null && !caller.MaySeeOrder(order)))
                {
                    // The credentials have ended, or a reset has given the number to the order of another user.
                    return;
                }

                if (order is null)
                {
                    await _events.SendHeartbeatAsync(ending.Token);
                }

                news = order is null ? [] : OrderStep.StepsAfter(order, heard);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // All promised events are sent; later ones are for the client's next stream.
            return;
        }
    }

    private OrderEventAnswer AnswerOf(OrderStep step) => new(
        id.ToString(),
        EnumText.TextOf(step.Status),
        step.Reason?.ToCode(),
        step.Attempt?.ToString(),
        step.At is { } at ? Json.TimeOf(at) : null);
}
