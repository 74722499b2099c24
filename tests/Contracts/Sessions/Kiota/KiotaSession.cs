using System.Runtime.Serialization;
using Cartwright.Contracts.Sessions;
using Generated.Kiota;
using Generated.Kiota.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

/// <summary>The README's session through a client that Kiota has generated.</summary>
public static class KiotaSession
{
    public static async Task<SessionReport> RunAsync(Uri url)
    {
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider())
        {
            BaseUrl = url.ToString().TrimEnd('/'),
        };
        var shop = new ShopClient(adapter);

        var user = (await shop.Payment.Create_user.PostAsync())!.UserId!;
        var funded = await shop.Payment.Add_funds[user][100].PostAsync(request =>
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()));
        var item = (await shop.Stock.Item.Create[30].PostAsync())!.ItemId!;
        var stocked = await shop.Stock.Add[item][5].PostAsync();
        var order = (await shop.Orders.Create[user].PostAsync())!.OrderId!;
        var added = await shop.Orders.AddItem[order][item][2].PostAsync();
        var attempt = await CheckOutAsync(shop, order);
        var found = await shop.Orders.Find[order].GetAsync();
        var credit = (await shop.Payment.Find_user[user].GetAsync())!.Credit;
        var stock = (await shop.Stock.Find[item].GetAsync())!.Stock;

        await shop.Payment.Add_funds[user][1000].PostAsync();
        var tooMany = (await shop.Orders.Create[user].PostAsync())!.OrderId!;
        await shop.Orders.AddItem[tooMany][item][4].PostAsync();
        var failed = await ProblemOfAsync(() => CheckOutAsync(shop, tooMany));
        var refused = await ProblemOfAsync(() => shop.Stock.Subtract[item][4].PostAsync());
        var unknown = await ProblemOfAsync(() => shop.Orders.Find["999999999999999999"].GetAsync());

        return new SessionReport
        {
            Funded = funded!.Credit!.Value,
            Stocked = stocked!.Stock!.Value,
            Total = added!.TotalCost!.Value,
            Status = TextOf(attempt!.Status!.Value),
            IsPaid = found!.Paid!.Value,
            FoundTotal = found.TotalCost!.Value,
            LineCost = found.Lines!.Single().Cost!.Value,
            Credit = credit!.Value,
            Stock = stock!.Value,
            FailedStatus = failed.Status!.Value,
            FailedCode = TextOf(failed.Code!.Value),
            Wanted = refused.Wanted!.Value,
            Available = refused.Available!.Value,
            UnknownCode = TextOf(unknown.Code!.Value),
        };
    }

    private static Task<AttemptAnswer?> CheckOutAsync(ShopClient shop, string order) =>
        shop.Orders.Checkout[order].PostAsync(request => request.Headers.Add("Prefer", "wait=10"));

    private static async Task<Problem> ProblemOfAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Problem rejected)
        {
            return rejected;
        }

        throw new InvalidOperationException("The call was expected to be rejected.");
    }

    // The text that a value of an enumeration has in JSON.
    private static string TextOf<T>(T value)
        where T : struct, Enum => typeof(T).GetField(value.ToString())!
        .GetCustomAttributes(typeof(EnumMemberAttribute), inherit: false)
        .Cast<EnumMemberAttribute>().Single().Value!;
}
