using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Ports;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/orders</c> that show orders.</summary>
internal static class ReadEndpoints
{
    /// <summary>The most orders of a page.</summary>
    public const int OrdersMax = 100;

    private const int OrdersStandard = 20;

    // As many as one order can have. A gateway keeps an answer of such a page back until it is whole.
    private const int LinesMax = Limits.LinesMax;

    // Orders are numbered from 0.
    private const long BeforeAll = -1;

    public static void MapFindOrder(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapGet(
            "/find/{order_id}",
            (HttpContext http, [Id("The order.")] string order_id) => FindOrderAsync(http, shop, order_id))
        .WithName("findOrder")
        .WithSummary("An order, its lines and how it stands.")
        .Allows(Scopes.OneUser | Scopes.Orders)
        .Produces(typeof(OrderAnswer), "The order.", OrderAnswer.Example)
        .TakesNumbers()
        .Refuses(Reason.UnknownOrder);

    public static void MapListOrders(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapGet(
            "/list/{user_id}",
            (
                HttpContext http,
                [UserNumber("The user.")] string user_id,
                [Id("Only orders with larger numbers: the previous page's next.")] string? after,
                [Amount("How many orders at most; 20 if it is absent.", 1, OrdersMax, OrdersStandard)] string? limit) =>
                    ListOrdersAsync(http, shop, user_id, after, limit))
        .WithName("listOrders")
        .WithSummary("The orders of a user, by their numbers, a page at a time.")
        .Allows(Scopes.OneUser | Scopes.Orders)
        .Produces(typeof(OrderListAnswer), "A page of them.", OrderListAnswer.Example)
        .TakesNumbers()
        .Refuses(ProblemCodes.MalformedQuery)
        .Refuses(Reason.UnknownUser);

    private static async Task FindOrderAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.ParseNumber(orderText, "order_id"));
        if (await shop.ReadRowAsync<Order>(http, Order.KeyOf(id)) is not { } order
            || !EndpointContext.CallerOf(http).MaySeeOrder(order))
        {
            await Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownOrder));
            return;
        }

        await Json.WriteJsonAsync(http, OrderAnswer.FromOrder(id, order), AnswerJson.Default.OrderAnswer);
    }

    private static async Task ListOrdersAsync(
        HttpContext http, EndpointContext shop, string userText, string? afterText, string? limitText)
    {
        var user = new UserId(Numbers.ParseNumber(userText, "user_id"));
        var after = QueryText.ParseId(afterText, "after") ?? BeforeAll;
        var limit = QueryText.ParseLimit(limitText, OrdersStandard, OrdersMax);
        if (!EndpointContext.CallerOf(http).MaySeeOrdersOf(user))
        {
            await Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownUser));
            return;
        }

        // The one more shows whether there is a next page.
        var found = await shop.Node.Engine.ReadPageAsync<Order>(
            new RowPage(Order.Table, user.Value, after, limit + 1), http.RequestAborted);
        List<OrderAnswer> page = [];
        var lines = 0;
        foreach (var (key, order) in found.Take(limit))
        {
            lines += order.Lines.Length;
            if (page.Count > 0 && lines > LinesMax)
            {
                break;
            }

            page.Add(OrderAnswer.FromOrder(new OrderId(key.Id), order));
        }

        var next = page.Count < found.Count ? page[^1].OrderId : null;
        await Json.WriteJsonAsync(http, new OrderListAnswer(page, next), AnswerJson.Default.OrderListAnswer);
    }
}
