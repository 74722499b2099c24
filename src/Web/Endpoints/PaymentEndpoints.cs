using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Kernel;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cartwright.Web.Endpoints;

/// <summary>The paths under <c>/payment</c>.</summary>
internal static class PaymentEndpoints
{
    private const string Done = "Batch init for users successful";

    public static void MapPayment(IEndpointRouteBuilder payment, EndpointContext shop)
    {
        // As a bare RequestDelegate, which this lambda would be too, it would be missing in the OpenAPI document.
        payment.MapPost("/create_user", (Delegate)((HttpContext http) => CreateUserAsync(http, shop)))
            .WithName("createUser")
            .WithSummary("Makes a user without credit.")
            .Allows(Scopes.Payment)
            .MovesValues()
            .Produces(typeof(NewUserAnswer), "The user's number.", NewUserAnswer.Example)
            .TakesKey()
            .DrawsNumber();
        if (shop.Options.AllowsReset)
        {
            MapInit(payment, shop);
        }

        payment.MapGet(
                "/find_user/{user_id}",
                (HttpContext http, [UserNumber("The user.")] string user_id) =>
                    FindUserAsync(http, shop, user_id))
            .WithName("findUser")
            .WithSummary("The credit that a user can spend now.")
            .Allows(Scopes.OneUser | Scopes.Payment)
            .Produces(typeof(UserAnswer), "The user.", UserAnswer.Example)
            .TakesNumbers()
            .Refuses(Reason.UnknownUser);
        MapChange(payment, shop, "add_funds", (user, money) => new AddFunds(user, money))
            .WithName("addFunds")
            .WithSummary("Adds to a user's credit.")
            .Refuses(Reason.OverMaximum);
        MapChange(payment, shop, "pay", (user, money) => new Pay(user, money))
            .WithName("pay")
            .WithSummary("Takes from a user's credit.")
            .Refuses(Reason.InsufficientCredit);
    }

    private static void MapInit(IEndpointRouteBuilder payment, EndpointContext shop) => payment.MapPost(
            "/batch_init/{n}/{starting_money}",
            (
                HttpContext http,
                [Amount("How many users.", 1, Limits.InitMax, 1000)] string n,
                [Amount("The credit of each.", 0, Limits.CreditMax, 1000)] string starting_money) =>
                    InitUsersAsync(http, shop, n, starting_money))
        .WithName("initUsers")
        .WithSummary("Makes the users 0 to n-1 anew; their holds in flight stay.")
        .DependsOnReset()
        .Produces(typeof(InitAnswer), "All are made.", InitAnswer.Example(Done))
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.OverMaximum);

    private static RouteHandlerBuilder MapChange(
        IEndpointRouteBuilder payment, EndpointContext shop, string verb, Func<UserId, long, Message> command) =>
            payment.MapPost(
            $"/{verb}/{{user_id}}/{{amount}}",
            (
                HttpContext http,
                [UserNumber("The user.")] string user_id,
                [Amount("How much.", 1, Numbers.Max, 5)] string amount) =>
                    ChangeCreditAsync(http, shop, user_id, amount, command))
        .ProducesTextOrJson(
            typeof(UserAnswer),
            "The user's new credit.",
            UserAnswer.Example,
            UserAnswer.ExampleText)
        .Allows(Scopes.Payment)
        .MovesValues()
        .TakesNumbers()
        .TakesKey()
        .Refuses(Reason.UnknownUser);

    private static Task CreateUserAsync(HttpContext http, EndpointContext shop) => shop.RunCommandAsync<UserCreated>(
        http,
        async () => new CreateUser(new UserId(await shop.NextIdAsync(http))),
        reply => Json.WriteMadeAsync(
            http,
            $"user_id={reply.User}",
            new NewUserAnswer(reply.User.ToString()),
            AnswerJson.Default.NewUserAnswer));

    private static Task InitUsersAsync(HttpContext http, EndpointContext shop, string n, string moneyText)
    {
        var count = InitParts.ParseCount(n, "n");
        var money = InitParts.ParseBounded(moneyText, "starting_money", Limits.CreditMax);
        var parts = InitParts.PartsOf(count).Select(part => new InitUsers(part.First, part.Count, money));
        return InitRun.RunPartsAsync(http, shop, parts, Done);
    }

    private static async Task FindUserAsync(HttpContext http, EndpointContext shop, string userText)
    {
        var id = new UserId(Numbers.ParseNumber(userText, "user_id"));
        if (!EndpointContext.CallerOf(http).MaySeeAccount(id)
            || await shop.ReadRowAsync<Account>(http, Account.KeyOf(id)) is not { } account)
        {
            await Problems.WriteProblemAsync(http, new Rejected(Reason.UnknownUser));
            return;
        }

        await Json.WriteJsonAsync(http, new UserAnswer(id.ToString(), account.Credit), AnswerJson.Default.UserAnswer);
    }

    private static Task ChangeCreditAsync(
        HttpContext http, EndpointContext shop, string userText, string amountText, Func<UserId, long, Message> command)
    {
        var user = new UserId(Numbers.ParseNumber(userText, "user_id"));
        var amount = Numbers.ParseNumber(amountText, "amount", atLeast: 1);
        return shop.RunCommandAsync<CreditUpdated>(
            http,
            () => ValueTask.FromResult(command(user, amount)),
            reply => Json.WriteTextOrJsonAsync(
                http,
                $"User: {reply.User} credit updated to: {reply.Credit}",
                new UserAnswer(reply.User.ToString(), reply.Credit),
                AnswerJson.Default.UserAnswer));
    }
}
