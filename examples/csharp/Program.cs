// A shop's back end: it sells, is rejected, survives a lost answer, and cancels.
using Cartwright.Client;

var url = new Uri(args.Length > 0 ? args[0] : "http://127.0.0.1:8000");
using var network = new LossyNetwork();
using var http = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };
using var shop = new CartwrightClient(url, new CartwrightClientOptions
{
    HttpClient = http,
    ApiKey = Environment.GetEnvironmentVariable("CARTWRIGHT_KEY"),
});

var user = await shop.Payment.CreateUserAsync();
await shop.Payment.AddFundsAsync(user, 1000);
var item = await shop.Stock.CreateItemAsync(price: 30);
await shop.Stock.AddStockAsync(item, 5);

var sold = await OrderAsync(quantity: 2);
Console.WriteLine($"An order of 2: {Show(await shop.Orders.CheckOutOrderAsync(sold))}");

Console.WriteLine($"An order of 9: {Show(await shop.Orders.CheckOutOrderAsync(await OrderAsync(quantity: 9)))}");

// The shop serves this checkout, and its answer is lost. The client repeats it with the same key, and gets that answer.
var order = await OrderAsync(quantity: 1);
network.LoseNextAnswer();
Console.WriteLine($"An order of 1, with a lost answer: {Show(await shop.Orders.CheckOutOrderAsync(order))}");
Console.WriteLine($"Answers lost: {network.Lost}. {await BalanceAsync()}");

await shop.Orders.CancelOrderAsync(sold);
await foreach (var update in shop.Orders.WatchOrderAsync(sold))
{
    Console.WriteLine($"The order of 2 is {update.Status}.");
}

Console.WriteLine(await BalanceAsync());

async Task<string> OrderAsync(long quantity)
{
    var made = await shop.Orders.CreateOrderAsync(user);
    await shop.Orders.AddItemAsync(made, item, quantity);
    return made;
}

async Task<string> BalanceAsync()
{
    var credit = (await shop.Payment.FindUserAsync(user)).Credit;
    var stock = (await shop.Stock.FindItemAsync(item)).Stock;
    return $"Credit: {credit}, stock: {stock}.";
}

static string Show(CheckoutOutcome outcome) =>
    outcome.IsPaid ? "paid" : $"{outcome.State}, {outcome.Rejection?.Code}";

/// <summary>A network that can lose an answer after the shop has served the request.</summary>
internal sealed class LossyNetwork() : DelegatingHandler(new SocketsHttpHandler())
{
    private bool _losesNext;

    public int Lost { get; private set; }

    public void LoseNextAnswer() => _losesNext = true;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!_losesNext)
        {
            return response;
        }

        _losesNext = false;
        Lost++;
        response.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
    }
}
