using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Kernel;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/payment</c>.</summary>
internal static class PaymentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, EndpointContext shop)
    {
        var payment = routes.MapGroup("/payment").WithTags("payment");

        // As a bare RequestDelegate, which this lambda would be too, it would be missing in the OpenAPI document.
        payment.MapPost("/create_user", (Delegate)((HttpContext http) => CreateAsync(http, shop)))
            .WithSummary("Makes a user without credit.");
        payment.MapPost(
                "/batch_init/{n}/{starting_money}",
                (HttpContext http, string n, string starting_money) => InitAsync(http, shop, n, starting_money))
            .WithSummary("Makes the users 0 to n-1 anew; their holds in flight stay.");
        payment.MapGet("/find_user/{user_id}", (HttpContext http, string user_id) => FindAsync(http, shop, user_id))
            .WithSummary("What a user can spend now.");
        payment.MapPost(
                "/add_funds/{user_id}/{amount}",
                (HttpContext http, string user_id, string amount) => ChangeAsync(
                    http, shop, user_id, amount, (user, money) => new AddFunds(user, money)))
            .WithSummary("Adds to a user's credit.");
        payment.MapPost(
                "/pay/{user_id}/{amount}",
                (HttpContext http, string user_id, string amount) => ChangeAsync(
                    http, shop, user_id, amount, (user, money) => new Pay(user, money)))
            .WithSummary("Takes from a user's credit.");
    }

    private static Task CreateAsync(HttpContext http, EndpointContext shop) => shop.RunAsync<UserCreated>(
        http,
        async () => new CreateUser(new UserId(await shop.NextIdAsync(http))),
        reply => Json.WriteAsync(
            http, new NewUserAnswer(reply.User.ToString()), AnswerJson.Default.NewUserAnswer));

    private static Task InitAsync(HttpContext http, EndpointContext shop, string n, string moneyText)
    {
        var count = InitParts.Count(n, "n");
        var money = InitParts.Bounded(moneyText, "starting_money", Limits.CreditMax);
        var parts = InitParts.Of(count).Select(part => new InitUsers(part.First, part.Count, money));
        return shop.RunPartsAsync(http, parts, "Batch init for users successful");
    }

    private static async Task FindAsync(HttpContext http, EndpointContext shop, string userText)
    {
        var id = new UserId(Numbers.Parse(userText, "user_id"));
        if (await shop.ReadAsync<Account>(http, Account.Key(id)) is not { } account)
        {
            await Problems.WriteAsync(http, new Rejected(Reason.UnknownUser));
            return;
        }

        await Json.WriteAsync(http, new UserAnswer(id.ToString(), account.Credit), AnswerJson.Default.UserAnswer);
    }

    private static Task ChangeAsync(
        HttpContext http, EndpointContext shop, string userText, string amountText, Func<UserId, long, Message> command)
    {
        var user = new UserId(Numbers.Parse(userText, "user_id"));
        var amount = Numbers.Parse(amountText, "amount", atLeast: 1);
        return shop.RunAsync<CreditUpdated>(
            http,
            () => ValueTask.FromResult(command(user, amount)),
            reply => Json.WriteTextAsync(http, $"User: {reply.User} credit updated to: {reply.Credit}"));
    }
}
