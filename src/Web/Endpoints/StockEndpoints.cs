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
    public static void Map(IEndpointRouteBuilder routes, EndpointContext shop)
    {
        var stock = routes.MapGroup("/stock").WithTags("stock");
        stock.MapPost("/item/create/{price}", (HttpContext http, string price) => CreateAsync(http, shop, price))
            .WithSummary("Makes an item without stock.");
        stock.MapPost(
                "/batch_init/{n}/{starting_stock}/{item_price}",
                (HttpContext http, string n, string starting_stock, string item_price) =>
                    InitAsync(http, shop, n, starting_stock, item_price))
            .WithSummary("Makes the items 0 to n-1 anew.");
        stock.MapGet("/find/{item_id}", (HttpContext http, string item_id) => FindAsync(http, shop, item_id))
            .WithSummary("An item's stock and price.");
        stock.MapPost(
                "/add/{item_id}/{amount}",
                (HttpContext http, string item_id, string amount) => ChangeAsync(
                    http, shop, item_id, amount, (item, units) => new AddStock(item, units)))
            .WithSummary("Adds units to an item's stock.");
        stock.MapPost(
                "/subtract/{item_id}/{amount}",
                (HttpContext http, string item_id, string amount) => ChangeAsync(
                    http, shop, item_id, amount, (item, units) => new SubtractStock(item, units)))
            .WithSummary("Takes units out of an item's stock.");
    }

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
        return shop.RunPartsAsync(http, parts, "Batch init for stock successful");
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
