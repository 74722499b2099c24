using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>
/// Checkout and cancel. Both are answered as soon as they are durably accepted, or, where the client prefers to
/// wait, with their outcome.
/// </summary>
internal static class AttemptEndpoints
{
    public static void Map(IEndpointRouteBuilder orders, EndpointContext shop)
    {
        MapAttempt(orders, "checkout", (http, order) => CheckoutAsync(http, shop, order))
            .WithName("checkOutOrder")
            .WithSummary("Checks an order out, or joins the checkout in flight.")
            .Refuses(Reason.EmptyOrder, Reason.OrderCancelled)
            .RefusesWith(
                StatusCodes.Status400BadRequest,
                Reason.UnknownUser,
                Reason.UnknownItem,
                Reason.OverMaximum,
                Reason.InsufficientCredit,
                Reason.OutOfStock,
                Reason.Timeout,
                Reason.Other)
            .Refuses(ProblemCodes.OutOfNumbers);
        MapAttempt(orders, "cancel", (http, order) => CancelAsync(http, shop, order))
            .WithName("cancelOrder")
            .WithSummary("Cancels a paid order.")
            .Refuses(Reason.OrderNotPaid);
    }

    private static RouteHandlerBuilder MapAttempt(
        IEndpointRouteBuilder orders, string verb, Func<HttpContext, string, Task> answer) => orders.MapPost(
            $"/{verb}/{{order_id}}",
            (HttpContext http, [Id("The order.")] string order_id) => answer(http, order_id))
        .Produces(typeof(AttemptAnswer), "How it stands, or its outcome.")
        .Produces(typeof(AttemptAnswer), "The wait ended before the outcome.", StatusCodes.Status202Accepted)
        .TakesNumbers()
        .TakesKey()
        .TakesHeader(new RequestHeader("Prefer", "wait=N waits up to N seconds; respond-async does not."))
        .Refuses(Reason.UnknownOrder, Reason.AttemptSuperseded);

    private static Task CheckoutAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.Parse(orderText, "order_id"));
        var preference = Preference.Of(http.Request, shop.Options);
        return shop.RunAttemptAsync(
            http,
            id,
            async () => new CheckOutOrder(
                id,
                new AttemptId(await shop.NextIdAsync(http)),
                shop.Node.Deadline,
                shop.Node.ReplyPartition()),
            async (answer, watch) =>
            {
                var attempt = ((AttemptAccepted)answer.Reply).Attempt;
                var outcome = Outcome.Of(answer.Order!, attempt);
                if (preference.Wait is { } patience && !outcome.IsEnded)
                {
                    var order = await watch.UntilAsync(http, o => Outcome.Of(o, attempt).IsEnded, patience);
                    outcome = order is null ? outcome : Outcome.Of(order, attempt);
                }

                await WriteAsync(http, preference, id, attempt, outcome);
            });
    }

    private static Task CancelAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.Parse(orderText, "order_id"));
        var preference = Preference.Of(http.Request, shop.Options);
        return shop.RunAttemptAsync(
            http,
            id,
            () => ValueTask.FromResult<Message>(new CancelOrder(id, shop.Node.ReplyPartition())),
            async (answer, watch) =>
            {
                var order = answer.Order!;
                if (preference.Wait is { } patience && order.Status is OrderStatus.Cancelling)
                {
                    order = await watch.UntilAsync(http, o => o.Status is not OrderStatus.Cancelling, patience)
                        ?? order;
                }

                var attempt = ((CancelAccepted)answer.Reply).Attempt;
                if (order.Attempt != attempt)
                {
                    // The order was made anew since: what it is now says nothing of what was cancelled then.
                    await Problems.WriteAsync(http, new Rejected(Reason.AttemptSuperseded));
                    return;
                }

                var stands = new Outcome(order.Status);
                var waitEnded = preference.Wait is not null && order.Status is OrderStatus.Cancelling;
                await WriteStatusAsync(http, preference, id, attempt, stands, waitEnded);
            });
    }

    private static Task WriteAsync(
        HttpContext http, Preference preference, OrderId id, AttemptId attempt, Outcome outcome)
    {
        var isFinal = preference.Wait is not null;
        if (outcome.Status is OrderStatus.Cancelling or OrderStatus.Cancelled)
        {
            return Problems.WriteAsync(http, new Rejected(Reason.OrderCancelled));
        }

        if (outcome.Status is OrderStatus.Failed && (isFinal || !outcome.IsKnown))
        {
            Apply(http, preference);

            // Whatever the reason, a failed checkout is 400: the request was understood, and nothing is sold. One that
            // the order no longer knows may have been paid, so it is not called failed, however the client asked.
            return Problems.WriteAsync(
                http,
                new Rejected(outcome.Reason!.Value, outcome.Item),
                outcome.IsKnown ? StatusCodes.Status400BadRequest : null);
        }

        return WriteStatusAsync(http, preference, id, attempt, outcome, waitEnded: isFinal && !outcome.IsEnded);
    }

    private static Task WriteStatusAsync(
        HttpContext http, Preference preference, OrderId id, AttemptId attempt, Outcome outcome, bool waitEnded)
    {
        Apply(http, preference);
        if (waitEnded)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            http.Response.Headers.Location = $"/orders/find/{id}";
            http.Response.Headers.RetryAfter = "1";
        }

        var stands = new AttemptAnswer(
            id.ToString(), EnumText.Of(outcome.Status), attempt.ToString(), outcome.Reason?.Code());
        return Json.WriteAsync(http, stands, AnswerJson.Default.AttemptAnswer);
    }

    private static void Apply(HttpContext http, Preference preference)
    {
        if (preference.Applied is { } applied)
        {
            http.Response.Headers["Preference-Applied"] = applied;
        }
    }
}
