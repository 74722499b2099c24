using System.Runtime.Serialization;
using Cartwright.Contracts.Sessions;
using Generated.NSwag;

/// <summary>The README's session through a client that NSwag has generated.</summary>
public static class NSwagSession
{
    private const string Wait = "wait=10";

    public static async Task<SessionReport> RunAsync(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        var shop = new ShopClient(http);

        var user = (await shop.CreateUserAsync()).User_id;
        var funded = await shop.AddFundsAsync(user, 100, idempotency_Key: Guid.NewGuid().ToString());
        var item = (await shop.CreateItemAsync(30)).Item_id;
        var stocked = await shop.AddStockAsync(item, 5);
        var order = (await shop.CreateOrderAsync(user)).Order_id;
        var added = await shop.AddItemAsync(order, item, 2);
        var attempt = await shop.CheckOutOrderAsync(order, prefer: Wait);
        var found = await shop.FindOrderAsync(order);
        var credit = (await shop.FindUserAsync(user)).Credit;
        var stock = (await shop.FindItemAsync(item)).Stock;

        await shop.AddFundsAsync(user, 1000);
        var tooMany = (await shop.CreateOrderAsync(user)).Order_id;
        await shop.AddItemAsync(tooMany, item, 4);
        var failed = await ProblemOfAsync(() => shop.CheckOutOrderAsync(tooMany, prefer: Wait));
        var refused = await ProblemOfAsync(() => shop.SubtractStockAsync(item, 4));
        var unknown = await ProblemOfAsync(() => shop.FindOrderAsync("999999999999999999"));

        return new SessionReport
        {
            Funded = funded.Credit,
            Stocked = stocked.Stock,
            Total = added.Total_cost,
            Status = TextOf(attempt.Status),
            IsPaid = found.Paid,
            FoundTotal = found.Total_cost,
            LineCost = found.Lines.Single().Cost,
            Credit = credit,
            Stock = stock,
            FailedStatus = failed.Status,
            FailedCode = TextOf(failed.Code),
            Wanted = refused.Wanted,
            Available = refused.Available,
            UnknownCode = TextOf(unknown.Code),
        };
    }

    private static async Task<Problem> ProblemOfAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (ApiException<Problem> rejected)
        {
            return rejected.Result;
        }

        throw new InvalidOperationException("The call was expected to be rejected.");
    }

    // The text that a value of an enumeration has in JSON.
    private static string TextOf<T>(T value)
        where T : struct, Enum => typeof(T).GetField(value.ToString())!
        .GetCustomAttributes(typeof(EnumMemberAttribute), inherit: false)
        .Cast<EnumMemberAttribute>().Single().Value!;
}
