using System.Text.RegularExpressions;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>The paths under <c>/payment</c>.</summary>
public sealed class PaymentTests(ImmediateShop fixture) : IClassFixture<ImmediateShop>
{
    private readonly ShopCaller _shop = fixture.Call;

    [Fact]
    public async Task A_new_user_has_no_credit()
    {
        var created = await _shop.PostAsync("/payment/create_user");

        Assert.Matches(new Regex("""^\{"user_id":"[0-9]{1,19}"\}$"""), created.Body);
        created.MustBeJson(created.Body);
        var user = created.Text("user_id");
        (await _shop.GetAsync($"/payment/find_user/{user}")).MustBeJson($$"""{"user_id":"{{user}}","credit":0}""");
    }

    [Fact]
    public async Task Adding_and_paying_tell_the_credit_that_a_read_then_finds()
    {
        var user = await _shop.NewUserAsync();

        (await _shop.PostAsync($"/payment/add_funds/{user}/100")).MustBeText($"User: {user} credit updated to: 100");
        (await _shop.PostAsync($"/payment/pay/{user}/30")).MustBeText($"User: {user} credit updated to: 70");
        (await _shop.GetAsync($"/payment/find_user/{user}")).MustBeJson($$"""{"user_id":"{{user}}","credit":70}""");
        (await _shop.PostAsync($"/payment/pay/{user}/71")).MustBeProblem(400, "insufficient-credit");
        (await _shop.PostAsync($"/payment/pay/{user}/70")).MustBeText($"User: {user} credit updated to: 0");
    }

    [Fact]
    public async Task Credit_goes_up_to_its_maximum_and_no_further()
    {
        var user = await _shop.NewUserAsync(credit: 1_000_000_000_000_000);

        (await _shop.PostAsync($"/payment/add_funds/{user}/1")).MustBeProblem(400, "over-maximum");
        Assert.Equal(1_000_000_000_000_000, await _shop.CreditAsync(user));
    }

    [Fact]
    public async Task Of_many_payments_at_once_only_those_that_the_credit_covers_happen()
    {
        var user = await _shop.NewUserAsync(credit: 100);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => _shop.PostAsync($"/payment/pay/{user}/7")));

        Assert.Equal(14, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Where(r => r.Status != 200), r => r.MustBeProblem(400, "insufficient-credit"));
        Assert.Equal(2, await _shop.CreditAsync(user));
    }

    [Fact]
    public async Task No_two_users_get_the_same_number()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _shop.NewUserAsync()));

        Assert.Distinct(users);
    }
}
