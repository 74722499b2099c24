using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>Recreates many orders.</summary>
internal static class InitOrdersEndpoint
{
    private const string Done = "Batch init for orders successful";

    public static void MapInitOrders(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapPost(
            "/batch_init/{n}/{n_items}/{n_users}/{item_price}",
            (
                HttpContext http,
                [Amount("How many orders.", 1, Limits.InitMax, 1000)] string n,
                [Amount("Lines are of items below this number.", 1, Limits.InitMax, 100)] string n_items,
                [Amount("Orders are of users below this number.", 1, Limits.InitMax, 100)] string n_users,
                [Amount("The price of each unit.", 0, Limits.PriceMax, 30)] string item_price) =>
                    InitOrdersAsync(http, shop, n, n_items, n_users, item_price))
        .WithName("initOrders")
        .WithSummary("Makes the orders 0 to n-1 anew, with two lines each.")
        .DependsOnReset()
        .Produces(typeof(InitAnswer), "All are made.", InitAnswer.Example(Done))
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.OrderProcessing, Reason.OrderCancelled, Reason.OverMaximum);

    private static Task InitOrdersAsync(
        HttpContext http, EndpointContext shop, string n, string itemsText, string usersText, string priceText)
    {
        var count = InitParts.ParseCount(n, "n");
        var items = InitParts.ParseCount(itemsText, "n_items");
        var users = InitParts.ParseCount(usersText, "n_users");
        var price = InitParts.ParseBounded(priceText, "item_price", Limits.PriceMax);
        var seed = Random.Shared.NextInt64();

        // All are looked at before the first is changed, so that a refusal changes nothing.
        var looks = InitParts.PartsOf(count).Select(part => (Message)new InspectOrders(part.First, part.Count));
        var parts = InitParts.PartsOf(count)
            .Select(part => new InitOrders(part.First, part.Count, items, users, price, seed));
        return InitRun.RunPartsAsync(http, shop, looks.Concat(parts), Done);
    }
}
