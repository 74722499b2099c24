using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/orders</c> that make, change and show orders.</summary>
internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder orders, EndpointContext shop)
    {
        orders.MapPost(
                "/create/{user_id}",
                (HttpContext http, [Id("The user.")] string user_id) => CreateAsync(http, shop, user_id))
            .WithName("createOrder")
            .WithSummary("Makes an open order without lines.")
            .Produces(typeof(NewOrderAnswer), "The order's number.")
            .TakesNumbers()
            .TakesKey()
            .DrawsNumber();
        InitOrdersEndpoint.Map(orders, shop);
        orders.MapGet(
                "/find/{order_id}",
                (HttpContext http, [Id("The order.")] string order_id) => FindAsync(http, shop, order_id))
            .WithName("findOrder")
            .WithSummary("An order, its lines and how it stands.")
            .Produces(typeof(OrderAnswer), "The order.")
            .TakesNumbers()
            .Refuses(Reason.UnknownOrder);
        AddItemEndpoint.Map(orders, shop);
        AttemptEndpoints.Map(orders, shop);
        EventEndpoints.Map(orders, shop);
    }

    private static Task CreateAsync(HttpContext http, EndpointContext shop, string userText)
    {
        var user = new UserId(Numbers.Parse(userText, "user_id"));
        return shop.RunAsync<OrderCreated>(
            http,
            async () => new CreateOrder(new OrderId(await shop.NextIdAsync(http)), user),
            reply => Json.WriteAsync(
                http, new NewOrderAnswer(reply.Order.ToString()), AnswerJson.Default.NewOrderAnswer));
    }

    private static async Task FindAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.Parse(orderText, "order_id"));
        if (await shop.ReadAsync<Order>(http, Order.Key(id)) is not { } order)
        {
            await Problems.WriteAsync(http, new Rejected(Reason.UnknownOrder));
            return;
        }

        await Json.WriteAsync(http, OrderAnswer.Of(id, order), AnswerJson.Default.OrderAnswer);
    }
}
