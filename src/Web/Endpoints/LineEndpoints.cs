using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>Adds a line to an order, at the price that its item has now, and removes one.</summary>
internal static class LineEndpoints
{
    public static void MapAddItem(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapPost(
            "/addItem/{order_id}/{item_id}/{quantity}",
            (
                HttpContext http,
                [Id("The order.")] string order_id,
                [ItemNumber("The item.")] string item_id,
                [Amount("How many units.", 1, Numbers.Max, 2)] string quantity) =>
                    AddItemAsync(http, shop, order_id, item_id, quantity))
        .WithName("addItem")
        .WithSummary("Adds units of an item to an open or failed order.")
        .Allows(Scopes.OneUser | Scopes.Orders)
        .ProducesTextOrJson(
            typeof(TotalAnswer),
            "The order's new total.",
            TotalAnswer.Example,
            $"Item: {SampleIds.Item} added to: {SampleIds.Order} price updated to: 60")
        .TakesNumbers()
        .TakesKey()
        .Refuses(
            Reason.UnknownOrder,
            Reason.UnknownItem,
            Reason.OrderProcessing,
            Reason.OrderPaid,
            Reason.OrderCancelled,
            Reason.OverMaximum)
        .Refuses(ProblemCodes.StockUnavailable);

    public static void MapRemoveItem(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapPost(
            "/removeItem/{order_id}/{item_id}",
            (
                HttpContext http,
                [Id("The order.")] string order_id,
                [ItemNumber("The item.")] string item_id) =>
                    RemoveItemAsync(http, shop, order_id, item_id))
        .WithName("removeItem")
        .WithSummary("Removes the line of an item from an open or failed order.")
        .Allows(Scopes.OneUser | Scopes.Orders)
        .ProducesTextOrJson(
            typeof(TotalAnswer),
            "The order's new total.",
            TotalAnswer.Example,
            $"Item: {SampleIds.Item} removed from: {SampleIds.Order} price updated to: 60")
        .TakesNumbers()
        .TakesKey()
        .Refuses(
            Reason.UnknownOrder, Reason.UnknownLine, Reason.OrderProcessing, Reason.OrderPaid, Reason.OrderCancelled);

    private static async Task AddItemAsync(
        HttpContext http, EndpointContext shop, string orderText, string itemText, string quantityText)
    {
        var order = new OrderId(Numbers.ParseNumber(orderText, "order_id"));
        var id = new ItemId(Numbers.ParseNumber(itemText, "item_id"));
        var quantity = Numbers.ParseNumber(quantityText, "quantity", atLeast: 1);

        // The repeat of a finished request needs no price, and may come while no price can be had.
        if (await shop.RepeatReplyAsync<LineAdded>(http, WriteAddedAsync))
        {
            return;
        }

        if (await PriceOfAsync(http, shop, id) is not { } price)
        {
            await Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownItem, id));
            return;
        }

        await shop.RunCommandAsync<LineAdded>(
            http,
            () => ValueTask.FromResult<Message>(new AddLine(order, id, quantity, price)
            {
                Owner = EndpointContext.CallerOf(http).OwnerOfOrders(),
            }),
            WriteAddedAsync);

        Task WriteAddedAsync(LineAdded reply) => Json.WriteTextOrJsonAsync(
            http,
            $"Item: {reply.Item} added to: {reply.Order} price updated to: {reply.Total}",
            new TotalAnswer(reply.Order.ToString(), reply.Item.ToString(), reply.Total),
            AnswerJson.Default.TotalAnswer);
    }

    private static Task RemoveItemAsync(HttpContext http, EndpointContext shop, string orderText, string itemText)
    {
        var order = new OrderId(Numbers.ParseNumber(orderText, "order_id"));
        var item = new ItemId(Numbers.ParseNumber(itemText, "item_id"));
        return shop.RunCommandAsync<LineRemoved>(
            http,
            () => ValueTask.FromResult<Message>(new RemoveLine(order, item)
            {
                Owner = EndpointContext.CallerOf(http).OwnerOfOrders(),
            }),
            reply => Json.WriteTextOrJsonAsync(
                http,
                $"Item: {reply.Item} removed from: {reply.Order} price updated to: {reply.Total}",
                new TotalAnswer(reply.Order.ToString(), reply.Item.ToString(), reply.Total),
                AnswerJson.Default.TotalAnswer));
    }

    // Read where the stock is in the same database, asked by a message elsewhere. Null: no such item.
    private static async Task<long?> PriceOfAsync(HttpContext http, EndpointContext shop, ItemId item) =>
        shop.Node.Engine.Options.DecidesLocally
            ? (await shop.ReadRowAsync<Item>(http, Item.KeyOf(item)))?.Price
            : await shop.Node.AskPriceAsync(item, http.RequestAborted);
}
