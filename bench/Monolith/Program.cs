// A shop in one process and one PostgreSQL database, as small and as fast as possible: the baseline for the saga of
// three services. It keeps the same promises about oversell and lost writes, and has no other services.
// `bench/compare.sh` starts it.

using Cartwright.Monolith;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: Cartwright.Monolith URL CONNECTION");
    return 2;
}

await using var shop = await Database.OpenAsync(args[1]);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
var app = builder.Build();

app.MapGet("/healthz/live", () => Results.Text("live"));
app.MapGet("/healthz/ready", () => Results.Text("ready"));

app.MapPost("/stock/batch_init/{n:long}/{stock:long}/{price:long}", async (long n, long stock, long price) =>
{
    await shop.ResetItemsAsync(n, stock, price);
    return Results.Json(new Said("Batch init for stock successful"), Answers.Default.Said);
});
app.MapPost("/payment/batch_init/{n:long}/{money:long}", async (long n, long money) =>
{
    await shop.ResetUsersAsync(n, money);
    return Results.Json(new Said("Batch init for users successful"), Answers.Default.Said);
});
app.MapPost(
    "/orders/batch_init/{n:long}/{items:long}/{users:long}/{price:long}",
    async (long n, long items, long users, long price) =>
    {
        await shop.ResetOrdersAsync(n, items, users, price);
        return Results.Json(new Said("Batch init for orders successful"), Answers.Default.Said);
    });

app.MapPost("/orders/create/{user:long}", async (long user) =>
    Results.Json(new OrderCreated($"{await shop.CreateOrderAsync(user)}"), Answers.Default.OrderCreated));
app.MapPost("/orders/addItem/{order:long}/{item:long}/{quantity:long}", async (long order, long item, long quantity) =>
    await shop.AddLineAsync(order, item, quantity) is { } total
        ? Results.Text($"Item: {item} added to: {order} price updated to: {total}")
        : Results.BadRequest());
app.MapPost("/orders/checkout/{order:long}", async (long order) => await shop.CheckOutAsync(order) switch
{
    "paid" => Results.Json(new CheckedOut($"{order}", "paid"), Answers.Default.CheckedOut),
    "unknown-order" => Results.NotFound(),
    var reason => Results.Json(new Refused(reason), Answers.Default.Refused, statusCode: 400),
});

app.MapGet("/orders/find/{order:long}", async (long order) => await shop.FindOrderAsync(order) is { } found
    ? Results.Json(found, Answers.Default.OrderFound)
    : Results.NotFound());
app.MapGet("/stock/find/{item:long}", async (long item) => await shop.FindItemAsync(item) is { } found
    ? Results.Json(found, Answers.Default.ItemFound)
    : Results.NotFound());
app.MapGet("/payment/find_user/{user:long}", async (long user) => await shop.FindUserAsync(user) is { } found
    ? Results.Json(found, Answers.Default.UserFound)
    : Results.NotFound());

await app.StartAsync();
Console.WriteLine($"Monolith is ready on {app.Urls.First()}");
await app.WaitForShutdownAsync();
return 0;
