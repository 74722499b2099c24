using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>
/// The changes of an order's status as server-sent events. No history is stored: the events follow from the order's
/// row, and from the id of the last event that the client has received.
/// </summary>
internal static class EventEndpoints
{
    public static void MapEvents(IEndpointRouteBuilder orders, EndpointContext shop)
    {
        var slots = new StreamSlots(shop.Options.StreamsMax);
        orders.MapGet(
                "/events/{order_id}",
                (HttpContext http, [Id("The order.")] string order_id) => BeginStreamAsync(http, shop, slots, order_id))
            .WithName("watchOrder")
            .WithSummary("How an order stands, and every change of that, as server-sent events.")
            .Allows(Scopes.OneUser | Scopes.Orders)
            .Produces(
                typeof(OrderEventAnswer),
                "The data of each event is one such object.",
                OrderEventAnswer.Example,
                type: Declarations.StreamType)
            .ProducesNothing(StatusCodes.Status204NoContent, "Nothing is in flight, and nothing has happened since.")
            .TakesNumbers()
            .TakesHeader(new RequestHeader(
                "Last-Event-ID", "Only events after this one are sent.", $"{SampleIds.Attempt}.1"))
            .Refuses(Reason.UnknownOrder)
            .Refuses(ProblemCodes.TooManyStreams, ProblemCodes.TooManyRequests);
    }

    private static async Task BeginStreamAsync(
        HttpContext http, EndpointContext shop, StreamSlots slots, string orderText)
    {
        var id = new OrderId(Numbers.ParseNumber(orderText, "order_id"));
        using var slot = slots.TakeSlot();
        using var watch = shop.Node.Watch(id);
        await shop.Node.LookAsync(watch, http.RequestAborted);
        if (watch.Latest is not { } order || !EndpointContext.CallerOf(http).MaySeeOrder(order))
        {
            await Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownOrder));
            return;
        }

        var stands = OrderStep.StepsOf(order)[^1];
        var heard = http.Request.Headers["Last-Event-ID"].ToString();
        var news = heard.Length > 0 ? OrderStep.StepsAfter(order, heard) : [stands];
        if (news.Count == 0 && stands.IsFinal)
        {
            // An EventSource that receives this status does not reconnect.
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await new EventStream(http, id, shop.Options).SendStepsAsync(shop, watch, news, heard);
    }
}
