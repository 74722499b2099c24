using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/orders</c>.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(IEndpointRouteBuilder orders, EndpointContext shop)
    {
        orders.MapPost(
                "/create/{user_id}",
                (HttpContext http, [UserNumber("The user.")] string user_id) =>
                    CreateOrderAsync(http, shop, user_id))
            .WithName("createOrder")
            .WithSummary("Makes an open order without lines.")
            .Allows(Scopes.OneUser | Scopes.Orders)
            .Produces(typeof(NewOrderAnswer), "The order's number.", NewOrderAnswer.Example)
            .TakesNumbers()
            .TakesKey()
            .DrawsNumber()
            .Refuses(Reason.UnknownUser);
        if (shop.Options.AllowsReset)
        {
            InitOrdersEndpoint.MapInitOrders(orders, shop);
        }

        ReadEndpoints.MapFindOrder(orders, shop);
        ReadEndpoints.MapListOrders(orders, shop);
        LineEndpoints.MapAddItem(orders, shop);
        LineEndpoints.MapRemoveItem(orders, shop);
        AttemptEndpoints.MapCheckout(orders.MapGroup("").Allows(Scopes.OneUser | Scopes.Orders), shop);
        AttemptEndpoints.MapCancel(orders.MapGroup("").Allows(Scopes.Orders), shop);
        EventEndpoints.MapEvents(orders, shop);
    }

    private static Task CreateOrderAsync(HttpContext http, EndpointContext shop, string userText)
    {
        var user = new UserId(Numbers.ParseNumber(userText, "user_id"));
        return shop.RunCommandAsync<OrderCreated>(
            http,
            async () => new CreateOrder(new OrderId(await shop.NextIdAsync(http)), user)
            {
                Owner = EndpointContext.CallerOf(http).OwnerOfOrders(),
            },
            reply => Json.WriteJsonAsync(
                http, new NewOrderAnswer(reply.Order.ToString()), AnswerJson.Default.NewOrderAnswer));
    }
}
