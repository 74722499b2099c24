using Cartwright.Domain;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Access;

/// <summary>The callers that tokens name, and the keys by which tokens are checked.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    [Fact]
    public async Task A_token_names_its_caller_its_scopes_and_its_user()
    {
        using var access = _issuer.Open();
        var caller = await FindAsync(access, _issuer.Token("shopper payment unknown", "7"));

        Assert.Matches("^token:[0-9a-f]{32}$", caller!.Name);
        Assert.Equal((Scopes.OneUser | Scopes.Payment, new UserId(7)), (caller.Scopes, caller.User!.Value));
        Assert.Equal(caller, await FindAsync(access, _issuer.Token("shopper payment", "7")));
        Assert.NotEqual(caller.Name, (await FindAsync(access, _issuer.Token("payment", subject: "another")))!.Name);
    }

    [Theory]
    [InlineData("scope", "orders stock")]
    [InlineData("scp", "orders stock")]
    [InlineData("scp", (string[])["orders", "stock"])]
    [InlineData("scope", (string[])["orders stock"])]
    public async Task Scopes_are_a_text_or_a_list_of_either_claim(string claim, object value)
    {
        using var access = _issuer.Open();
        var claims = TestIssuer.Claims(scope: "");
        claims["scope"] = null;
        claims[claim] = value;
        Assert.Equal(Scopes.Orders | Scopes.Stock, (await FindAsync(access, _issuer.Signed(claims)))!.Scopes);
    }

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute()
    {
        using var access = _issuer.Open();
        var claims = TestIssuer.Claims();
        claims["exp"] = TestIssuer.At(-TimeSpan.FromSeconds(20));
        claims["nbf"] = TestIssuer.At(-TimeSpan.FromMinutes(5));
        Assert.NotNull(await FindAsync(access, _issuer.Signed(claims)));
    }

    [Theory]
    [InlineData(253402300799)]
    [InlineData(99999999999999)]
    public async Task A_token_may_be_valid_until_the_last_moment_that_there_is(long end)
    {
        using var access = _issuer.Open();
        var claims = TestIssuer.Claims();
        claims["exp"] = end;
        var token = _issuer.Signed(claims);
        Assert.NotNull(await FindAsync(access, token));
        Assert.NotNull(await FindAsync(access, token));
    }

    // No extension is understood, and a malformed list of them is none that could be ignored.
    [Theory]
    [InlineData(""" "crit":["exp"] """)]
    [InlineData(""" "crit":["b64"],"b64":true """)]
    [InlineData(""" "crit":["https://issuer.example/rule"],"https://issuer.example/rule":1 """)]
    [InlineData(""" "crit":[] """)]
    [InlineData(""" "crit":null """)]
    [InlineData(""" "\u0063rit":["exp"] """)]
    public async Task A_token_with_an_extension_that_must_be_understood_is_rejected(string critical)
    {
        using var access = _issuer.Open();
        Assert.NotNull(await FindAsync(access, _issuer.WithExtension(""" "other":["exp"] """)));
        Assert.Null(await FindAsync(access, _issuer.WithExtension(critical)));
        Assert.Null(await FindAsync(access, _issuer.WithExtension(critical)));
    }

    [Fact]
    public async Task A_replaced_key_ends_the_tokens_of_the_last_one_without_a_restart()
    {
        using var access = _issuer.Open();
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = access });
        var old = _issuer.Token("payment");
        Assert.Equal(200, await StatusAsync(shop, old));
        Assert.Equal(200, await StatusAsync(shop, old));

        _issuer.ReplaceKey();
        await Eventually.IsAsync("the token of the last key ends", async () => await StatusAsync(shop, old) == 401);
        Assert.Equal(200, await StatusAsync(shop, _issuer.Token("payment")));
    }

    [Fact]
    public async Task The_keys_of_an_issuer_are_fetched_and_its_absence_is_no_fault_of_the_credentials()
    {
        await using var server = new IssuerServer(_issuer);
        using var access = AccessControl.Create(
            new AccessOptions { Issuer = server.Url, Audience = TestIssuer.Audience },
            NullLogger.Instance,
            TimeProvider.System);
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan { Access = access });
        var claims = TestIssuer.Claims();
        claims["iss"] = server.Url;
        var token = _issuer.Signed(claims);

        server.IsAway = true;
        var reply = await shop.Call.PostAsync("/payment/create_user", ("Authorization", $"Bearer {token}"));
        reply.MustBeProblem(503, "issuer-unavailable");
        Assert.Equal("1", reply.Header("Retry-After"));

        server.IsAway = false;
        Assert.Equal(200, await StatusAsync(shop, token));
        server.IsAway = true;
        Assert.Equal(200, await StatusAsync(shop, _issuer.Signed(claims)));
        Assert.Equal(401, await StatusAsync(shop, _issuer.OfOtherKey()));
    }

    [Fact]
    public void A_bounded_number_of_tokens_is_remembered_and_each_until_it_expires()
    {
        var now = DateTimeOffset.UnixEpoch;
        var accepted = new AcceptedTokens();
        var caller = new Caller("one", Scopes.Orders);
        accepted.Remember("short", caller, now.AddSeconds(10));
        Assert.Equal(caller, accepted.Find("short", now.AddSeconds(9)));
        Assert.Null(accepted.Find("short", now.AddSeconds(10)));
        Assert.Null(accepted.Find("other", now));

        accepted.Remember("used", caller, now.AddDays(1));
        for (var token = 0; token < 4 * AcceptedTokens.TokensMax; token++)
        {
            accepted.Remember($"{token}", caller, now.AddDays(1));
            Assert.NotNull(accepted.Find("used", now));
        }

        Assert.InRange(accepted.Count, AcceptedTokens.TokensMax / 2, AcceptedTokens.TokensMax);
        Assert.Null(accepted.Find("0", now));
    }

    [Theory]
    [InlineData("", "It is no JSON Web Key Set.")]
    [InlineData("[]", "It is no JSON Web Key Set.")]
    [InlineData("{}", "It has no RSA and no EC key.")]
    [InlineData("""{"keys":[]}""", "It has no RSA and no EC key.")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", "It has no RSA and no EC key.")]
    public void A_file_without_a_public_key_is_a_mistake(string text, string mistake)
    {
        File.WriteAllText(_issuer.Path, text);
        Assert.Equal(mistake, Assert.Throws<FormatException>(() => IssuerKeys.Read(_issuer.Path)).Message);
        Assert.Equal(
            $"names the file '{_issuer.Path}', which cannot be used: {mistake.TrimEnd('.')}",
            IssuerKeys.MistakeIn(_issuer.Path));
    }

    // As with the file of API keys: a key that was stolen from the issuer must not stay valid until a restart.
    [Theory]
    [InlineData("", true)]
    [InlineData(" \n", true)]
    [InlineData("""{"keys":[]}""", true)]
    [InlineData("{}", false)]
    [InlineData("""{"error":"unavailable"}""", false)]
    [InlineData("<html></html>", false)]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", false)]
    public async Task A_file_emptied_of_its_keys_revokes_all_tokens_and_a_malformed_one_none(string text, bool revokes)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var log = new FakeLogger();
        using var access = AccessControl.Create(_issuer.Access, log, clock);
        var token = _issuer.Token("orders");
        Assert.NotNull(await FindAsync(access, token));

        // A file that is written in place is empty for a moment.
        File.WriteAllText(_issuer.Path, text);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync(access, token));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(revokes, await FindAsync(access, token) is null);
        Assert.Equal(revokes ? 217 : 215, Assert.Single(log.Collector.GetSnapshot()).Id.Id);

        _issuer.Publish();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync(access, token));
    }

    [Fact]
    public void A_file_that_every_user_can_write_is_a_mistake()
    {
        Assert.Null(IssuerKeys.MistakeIn(_issuer.Path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_issuer.Path, (UnixFileMode)0b110_110_110);
        }

        Assert.EndsWith(
            "Every user of the machine can write it", IssuerKeys.MistakeIn(_issuer.Path), StringComparison.Ordinal);
    }

    public void Dispose() => _issuer.Dispose();

    private static ValueTask<Caller?> FindAsync(AccessControl access, string token) => access.FindCallerAsync(
        new RequestCredentials(token, Name: null), TestContext.Current.CancellationToken);

    private static async Task<int> StatusAsync(LocalShop shop, string token) =>
        (await shop.Call.PostAsync("/payment/create_user", ("Authorization", $"Bearer {token}"))).Status;
}
