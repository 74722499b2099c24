using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/orders</c> that make, change and show orders.</summary>
internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, EndpointContext shop)
    {
        var orders = routes.MapGroup("/orders").WithTags("orders").RefusesStrangers().NeedsEngine();
        orders.MapPost(
                "/create/{user_id}",
                (HttpContext http, [Id("The user.")] string user_id) => CreateAsync(http, shop, user_id))
            .WithName("createOrder")
            .WithSummary("Makes an open order without lines.")
            .Produces(typeof(NewOrderAnswer), "The order's number.")
            .TakesNumbers()
            .TakesKey()
            .Refuses(ProblemCodes.OutOfNumbers);
        MapInit(orders, shop);
        orders.MapGet(
                "/find/{order_id}",
                (HttpContext http, [Id("The order.")] string order_id) => FindAsync(http, shop, order_id))
            .WithName("findOrder")
            .WithSummary("An order, its lines and how it stands.")
            .Produces(typeof(OrderAnswer), "The order.")
            .TakesNumbers()
            .Refuses(Reason.UnknownOrder);
        MapAdd(orders, shop);
        AttemptEndpoints.Map(orders, shop);
        EventEndpoints.Map(orders, shop);
    }

    private static void MapInit(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapPost(
            "/batch_init/{n}/{n_items}/{n_users}/{item_price}",
            (
                HttpContext http,
                [Amount("How many orders.", 1, Limits.InitMax)] string n,
                [Amount("Lines are of items below this number.", 1, Limits.InitMax)] string n_items,
                [Amount("Orders are of users below this number.", 1, Limits.InitMax)] string n_users,
                [Amount("The price of each unit.", 0, Limits.PriceMax)] string item_price) =>
                    InitAsync(http, shop, n, n_items, n_users, item_price))
        .WithName("initOrders")
        .WithSummary("Makes the orders 0 to n-1 anew, with two lines each.")
        .Produces(typeof(InitAnswer), "All are made.")
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.OrderProcessing, Reason.OrderCancelled, Reason.OverMaximum);

    private static void MapAdd(IEndpointRouteBuilder orders, EndpointContext shop) => orders.MapPost(
            "/addItem/{order_id}/{item_id}/{quantity}",
            (
                HttpContext http,
                [Id("The order.")] string order_id,
                [Id("The item.")] string item_id,
                [Amount("How many units.", 1, Numbers.Max)] string quantity) =>
                    AddAsync(http, shop, order_id, item_id, quantity))
        .WithName("addItem")
        .WithSummary("Adds units of an item to an open or failed order.")
        .ProducesText("The order's new total.")
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

    private static Task CreateAsync(HttpContext http, EndpointContext shop, string userText)
    {
        var user = new UserId(Numbers.Parse(userText, "user_id"));
        return shop.RunAsync<OrderCreated>(
            http,
            async () => new CreateOrder(new OrderId(await shop.NextIdAsync(http)), user),
            reply => Json.WriteAsync(
                http, new NewOrderAnswer(reply.Order.ToString()), AnswerJson.Default.NewOrderAnswer));
    }

    private static Task InitAsync(
        HttpContext http, EndpointContext shop, string n, string itemsText, string usersText, string priceText)
    {
        var count = InitParts.Count(n, "n");
        var items = InitParts.Count(itemsText, "n_items");
        var users = InitParts.Count(usersText, "n_users");
        var price = InitParts.Bounded(priceText, "item_price", Limits.PriceMax);
        var seed = Random.Shared.NextInt64();

        // All are looked at before the first is changed, so that a refusal changes nothing.
        var looks = InitParts.Of(count).Select(part => (Message)new InspectOrders(part.First, part.Count));
        var parts = InitParts.Of(count)
            .Select(part => new InitOrders(part.First, part.Count, items, users, price, seed));
        return shop.RunPartsAsync(http, looks.Concat(parts), "Batch init for orders successful");
    }

    private static async Task FindAsync(HttpContext http, EndpointContext shop, string orderText)
    {
        var id = new OrderId(Numbers.Parse(orderText, "order_id"));
        if (await shop.ReadAsync<Order>(http, Order.Key(id)) is not { } order)
        {
            await Problems.WriteAsync(http, new Rejected(Reason.UnknownOrder));
            return;
        }

        await Json.WriteAsync(http, AnswerOf(id, order), AnswerJson.Default.OrderAnswer);
    }

    private static async Task AddAsync(
        HttpContext http, EndpointContext shop, string orderText, string itemText, string quantityText)
    {
        var order = new OrderId(Numbers.Parse(orderText, "order_id"));
        var id = new ItemId(Numbers.Parse(itemText, "item_id"));
        var quantity = Numbers.Parse(quantityText, "quantity", atLeast: 1);

        // A repeat of what is done needs no price, and may come while nobody tells one.
        if (await shop.RepeatAsync<LineAdded>(http, WriteAddedAsync))
        {
            return;
        }

        if (await shop.PriceOfAsync(http, id) is not { } price)
        {
            await Problems.WriteAsync(http, new Rejected(Reason.UnknownItem, id));
            return;
        }

        await shop.RunAsync<LineAdded>(
            http,
            () => ValueTask.FromResult<Message>(new AddLine(order, id, quantity, price)),
            WriteAddedAsync);

        Task WriteAddedAsync(LineAdded reply) => Json.WriteTextAsync(
            http, $"Item: {reply.Item} added to: {reply.Order} price updated to: {reply.Total}");
    }

    private static OrderAnswer AnswerOf(OrderId id, Order order) => new(
        id.ToString(),
        order.Status is OrderStatus.Paid,
        [.. order.Lines.Select(line => new OrderLineAnswer(line.Item.ToString(), line.Quantity))],
        order.User.ToString(),
        order.Total,
        EnumText.Of(order.Status),
        order.Reason?.Code(),
        order.Attempt?.ToString(),
        Json.TimeOf(order.UpdatedAt));
}
