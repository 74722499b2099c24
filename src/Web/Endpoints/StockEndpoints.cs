using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/stock</c>.</summary>
internal static class StockEndpoints
{
    public static void Map(IEndpointRouteBuilder stock, EndpointContext shop)
    {
        stock.MapPost(
                "/item/create/{price}",
                (HttpContext http, [Amount("The price of one unit.", 0, Limits.PriceMax)] string price) =>
                    CreateAsync(http, shop, price))
            .WithName("createItem")
            .WithSummary("Makes an item without stock.")
            .Produces(typeof(NewItemAnswer), "The item's number.")
            .TakesNumbers()
            .TakesKey()
            .Refuses(Reason.OverMaximum)
            .DrawsNumber();
        stock.MapGet(
                "/find/{item_id}",
                (HttpContext http, [Id("The item.")] string item_id) => FindAsync(http, shop, item_id))
            .WithName("findItem")
            .WithSummary("An item's stock and price.")
            .Produces(typeof(ItemAnswer), "The item.")
            .TakesNumbers()
            .Refuses(Reason.UnknownItem);
        MapInit(stock, shop);
        MapChange(stock, shop, "add", (item, units) => new AddStock(item, units))
            .WithName("addStock")
            .WithSummary("Adds units to an item's stock.")
            .Refuses(Reason.OverMaximum);
        MapChange(stock, shop, "subtract", (item, units) => new SubtractStock(item, units))
            .WithName("subtractStock")
            .WithSummary("Takes units out of an item's stock.")
            .Refuses(Reason.OutOfStock);
    }

    private static void MapInit(IEndpointRouteBuilder stock, EndpointContext shop) => stock.MapPost(
            "/batch_init/{n}/{starting_stock}/{item_price}",
            (
                HttpContext http,
                [Amount("How many items.", 1, Limits.InitMax)] string n,
                [Amount("The stock of each.", 0, Limits.StockMax)] string starting_stock,
                [Amount("The price of each unit.", 0, Limits.PriceMax)] string item_price) =>
                    InitAsync(http, shop, n, starting_stock, item_price))
        .WithName("initItems")
        .WithSummary("Makes the items 0 to n-1 anew.")
        .Produces(typeof(InitAnswer), "All are made.")
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.OverMaximum);

    private static RouteHandlerBuilder MapChange(
        IEndpointRouteBuilder stock, EndpointContext shop, string verb, Func<ItemId, long, Message> command) =>
            stock.MapPost(
            $"/{verb}/{{item_id}}/{{amount}}",
            (
                HttpContext http,
                [Id("The item.")] string item_id,
                [Amount("How many units.", 1, Numbers.Max)] string amount) =>
                    ChangeAsync(http, shop, item_id, amount, command))
        .ProducesText("The item's new stock.")
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.UnknownItem);

    private static Task CreateAsync(HttpContext http, EndpointContext shop, string priceText)
    {
        var price = Numbers.Parse(priceText, "price");
        return shop.RunAsync<ItemCreated>(
            http,
            async () => new CreateItem(new ItemId(await shop.NextIdAsync(http)), price),
            reply => Json.WriteAsync(
                http, new NewItemAnswer(reply.Item.ToString()), AnswerJson.Default.NewItemAnswer));
    }

    private static Task InitAsync(HttpContext http, EndpointContext shop, string n, string stockText, string priceText)
    {
        var count = InitParts.Count(n, "n");
        var stock = InitParts.Bounded(stockText, "starting_stock", Limits.StockMax);
        var price = InitParts.Bounded(priceText, "item_price", Limits.PriceMax);
        var parts = InitParts.Of(count).Select(part => new InitItems(part.First, part.Count, stock, price));
        return InitRun.RunAsync(http, shop, parts, "Batch init for stock successful");
    }

    private static async Task FindAsync(HttpContext http, EndpointContext shop, string itemText)
    {
        var id = new ItemId(Numbers.Parse(itemText, "item_id"));
        if (await shop.ReadAsync<Item>(http, Item.Key(id)) is not { } item)
        {
            await Problems.WriteAsync(http, new Rejected(Reason.UnknownItem, id));
            return;
        }

        await Json.WriteAsync(http, new ItemAnswer(item.Stock, item.Price), AnswerJson.Default.ItemAnswer);
    }

    private static Task ChangeAsync(
        HttpContext http, EndpointContext shop, string itemText, string amountText, Func<ItemId, long, Message> command)
    {
        var item = new ItemId(Numbers.Parse(itemText, "item_id"));
        var amount = Numbers.Parse(amountText, "amount", atLeast: 1);
        return shop.RunAsync<StockUpdated>(
            http,
            () => ValueTask.FromResult(command(item, amount)),
            reply => Json.WriteTextAsync(http, $"Item: {reply.Item} stock updated to: {reply.Stock}"));
    }
}
