using Cartwright.Domain;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/stock</c>.</summary>
internal static class StockEndpoints
{
    private const string Done = "Batch init for stock successful";

    public static void MapStock(IEndpointRouteBuilder stock, EndpointContext shop)
    {
        stock.MapPost(
                "/item/create/{price}",
                (HttpContext http, [Amount("The price of one unit.", 0, Limits.PriceMax, 30)] string price) =>
                    CreateItemAsync(http, shop, price))
            .WithName("createItem")
            .WithSummary("Makes an item without stock.")
            .Allows(Scopes.Stock)
            .MovesValues()
            .Produces(typeof(NewItemAnswer), "The item's number.", NewItemAnswer.Example)
            .TakesNumbers()
            .TakesKey()
            .Refuses(Reason.OverMaximum)
            .DrawsNumber();
        stock.MapGet(
                "/find/{item_id}",
                (HttpContext http, [ItemNumber("The item.")] string item_id) =>
                    FindItemAsync(http, shop, item_id))
            .WithName("findItem")
            .WithSummary("An item's stock and price.")
            .Allows(Scopes.OneUser | Scopes.Orders | Scopes.Stock)
            .Produces(typeof(ItemAnswer), "The item.", ItemAnswer.Example)
            .TakesNumbers()
            .Refuses(Reason.UnknownItem);
        if (shop.Options.AllowsReset)
        {
            MapInit(stock, shop);
        }

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
                [Amount("How many items.", 1, Limits.InitMax, 1000)] string n,
                [Amount("The stock of each.", 0, Limits.StockMax, 100)] string starting_stock,
                [Amount("The price of each unit.", 0, Limits.PriceMax, 30)] string item_price) =>
                    InitItemsAsync(http, shop, n, starting_stock, item_price))
        .WithName("initItems")
        .WithSummary("Makes the items 0 to n-1 anew.")
        .DependsOnReset()
        .Produces(typeof(InitAnswer), "All are made.", InitAnswer.Example(Done))
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.OverMaximum);

    private static RouteHandlerBuilder MapChange(
        IEndpointRouteBuilder stock, EndpointContext shop, string verb, Func<ItemId, long, Message> command) =>
            stock.MapPost(
            $"/{verb}/{{item_id}}/{{amount}}",
            (
                HttpContext http,
                [ItemNumber("The item.")] string item_id,
                [Amount("How many units.", 1, Numbers.Max, 5)] string amount) =>
                    ChangeStockAsync(http, shop, item_id, amount, command))
        .ProducesTextOrJson(
            typeof(StockAnswer),
            "The item's new stock.",
            StockAnswer.Example,
            StockAnswer.ExampleText)
        .Allows(Scopes.Stock)
        .MovesValues()
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.UnknownItem);

    private static Task CreateItemAsync(HttpContext http, EndpointContext shop, string priceText)
    {
        var price = Numbers.ParseNumber(priceText, "price");
        return shop.RunCommandAsync<ItemCreated>(
            http,
            async () => new CreateItem(new ItemId(await shop.NextIdAsync(http)), price),
            reply => Json.WriteMadeAsync(
                http,
                $"item_id={reply.Item}",
                new NewItemAnswer(reply.Item.ToString()),
                AnswerJson.Default.NewItemAnswer));
    }

    private static Task InitItemsAsync(
        HttpContext http, EndpointContext shop, string n, string stockText, string priceText)
    {
        var count = InitParts.ParseCount(n, "n");
        var stock = InitParts.ParseBounded(stockText, "starting_stock", Limits.StockMax);
        var price = InitParts.ParseBounded(priceText, "item_price", Limits.PriceMax);
        var parts = InitParts.PartsOf(count).Select(part => new InitItems(part.First, part.Count, stock, price));
        return InitRun.RunPartsAsync(http, shop, parts, Done);
    }

    private static async Task FindItemAsync(HttpContext http, EndpointContext shop, string itemText)
    {
        var id = new ItemId(Numbers.ParseNumber(itemText, "item_id"));
        if (await shop.ReadRowAsync<Item>(http, Item.KeyOf(id)) is not { } item)
        {
            await Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownItem, id));
            return;
        }

        await Json.WriteJsonAsync(http, new ItemAnswer(item.Stock, item.Price), AnswerJson.Default.ItemAnswer);
    }

    private static Task ChangeStockAsync(
        HttpContext http, EndpointContext shop, string itemText, string amountText, Func<ItemId, long, Message> command)
    {
        var item = new ItemId(Numbers.ParseNumber(itemText, "item_id"));
        var amount = Numbers.ParseNumber(amountText, "amount", atLeast: 1);
        return shop.RunCommandAsync<StockUpdated>(
            http,
            () => ValueTask.FromResult(command(item, amount)),
            reply => Json.WriteTextOrJsonAsync(
                http,
                $"Item: {reply.Item} stock updated to: {reply.Stock}",
                new StockAnswer(reply.Item.ToString(), reply.Stock),
                AnswerJson.Default.StockAnswer));
    }
}
