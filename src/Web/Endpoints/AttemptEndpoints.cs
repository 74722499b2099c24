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
    public static void MapCheckout(IEndpointRouteBuilder orders, EndpointContext shop) =>
        MapAttempt(
            orders,
            "checkout",
            (OrderStatus.Processing, OrderStatus.Paid),
            (http, order) => CheckOutOrderAsync(http, shop, order))
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
            .DrawsNumber();

    public static void MapCancel(IEndpointRouteBuilder orders, EndpointContext shop) =>
        MapAttempt(
            orders,
            "cancel",
            (OrderStatus.Cancelling, OrderStatus.Cancelled),
            (http, order) => CancelOrderAsync(http, shop, order))
            .WithName("cancelOrder")
            .WithSummary("Cancels a paid order.")
            .Refuses(Reason.OrderNotPaid);

    private static RouteHandlerBuilder MapAttempt(
        IEndpointRouteBuilder orders,
        string verb,
        (OrderStatus Begun, OrderStatus Ended) statuses,
        Func<HttpContext, string, Task> answer) => orders.MapPost(
            $"/{verb}/{{order_id}}",
            (HttpContext http, [Id("The order.")] string order_id) => answer(http, order_id))
        .Produces(typeof(AttemptAnswer), "How it stands, or its outcome.", AttemptAnswer.Example(statuses.Ended))
        .Produces(
            typeof(AttemptAnswer),
            "The wait ended before the outcome.",
            AttemptAnswer.Example(statuses.Begun),
            StatusCodes.Status202Accepted)
        .SendsHeadersOfAttempts()
        .TakesNumbers()
        .TakesKey()
        .MovesValues()
        .TakesHeader(new RequestHeader("Prefer", "wait=N waits up to N seconds; respond-async does not.", "wait=10"))
        .Refuses(Reason.UnknownOrder, Reason.AttemptSuperseded);

    private static Task CheckOutOrderAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.ParseNumber(orderText, "order_id"));
        var preference = Preference.FromRequest(http.Request, shop.Options);
        return shop.RunAttemptAsync(
            http,
            id,
            async () => new CheckOutOrder(
                id,
                new AttemptId(await shop.NextIdAsync(http)),
                shop.Node.Deadline,
                shop.Node.ReplyPartition())
            {
                Owner = EndpointContext.CallerOf(http).OwnerOfOrders(),
            },
            async (answer, watch) =>
            {
                var attempt = ((AttemptAccepted)answer.Reply).Attempt;
                var outcome = Outcome.OutcomeOf(answer.Order!, attempt);
                if (preference.Wait is { } patience && !outcome.IsEnded)
                {
                    var order = await watch.UntilAsync(http, o => Outcome.OutcomeOf(o, attempt).IsEnded, patience);
                    outcome = order is null ? outcome : Outcome.OutcomeOf(order, attempt);
                }

                await AttemptWriter.WriteOutcomeAsync(http, preference, id, attempt, outcome);
            });
    }

    private static Task CancelOrderAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.ParseNumber(orderText, "order_id"));
        var preference = Preference.FromRequest(http.Request, shop.Options);
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
                    // The order was recreated since: its present state does not answer for the cancelled one.
                    await Problems.WriteProblemAsync(http, new Rejected(Reason.AttemptSuperseded));
                    return;
                }

                var stands = new Outcome(order.Status);
                var waitEnded = preference.Wait is not null && order.Status is OrderStatus.Cancelling;
                await AttemptWriter.WriteStatusAsync(http, preference, id, attempt, stands, waitEnded);
            });
    }
}
