using Cartwright.Browser.Serving;
using Microsoft.Playwright;

namespace Cartwright.Browser.Real;

/// <summary>The console of the real program, over faults that are real.</summary>
public sealed class EmbeddedShopTests(Chromium chromium) : IAsyncLifetime
{
    // An order in flight since ten minutes ago. The sweep looks at it in two minutes; a later time would be taken for
    // one of a wrong clock.
    private const string Stuck =
        """
        UPDATE orders SET status = 'processing', attempt_id = 117695186157241334, version = version + 1,
          updated_at = (unixepoch() - 600) * 1000, due = (unixepoch() + 115) * 1000,
          deadline = (unixepoch() + 115) * 1000
        WHERE order_id =
        """;

    private const string Attempt = "117695186157241334";

    private EmbeddedShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await EmbeddedShop.StartAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task The_pages_show_the_sales()
    {
        var paid = await _shop.Client.NewOrderAsync(credit: 100, stock: 3, quantity: 2);
        await _shop.Client.CheckOutAsync(paid);
        var failed = await _shop.Client.NewOrderAsync(credit: 100, stock: 1, quantity: 2);
        await _shop.Client.CheckOutAsync(failed);
        await using var watched = await chromium.OpenAsync(_shop.Console);
        var page = watched.Page;

        await watched.GoToAsync("/");
        await Assertions.Expect(page.GetByText("As of")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("table").First).ToContainTextAsync("ready");

        await watched.GoToAsync($"/sagas?state=paid&user={paid.User}");
        await page.GetByRole(AriaRole.Link, new() { Name = paid.Id[^6..] }).ClickAsync();
        await Assertions.Expect(page.Locator(".card.good")).ToHaveCountAsync(3);

        await watched.GoToAsync($"/sagas/{failed.Id}");
        await Assertions.Expect(page.Locator(".card", new() { HasText = "take stock" })).ToContainTextAsync("rejected");
        await Assertions.Expect(page.Locator(".card", new() { HasText = "hold credit" })).ToContainTextAsync("undone");
        await watched.RequireAccessibleAsync();
        watched.RequireNoFaults();
    }

    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_stuck_saga_is_found_pushed_and_seen_to_its_end()
    {
        var order = await _shop.Client.NewOrderAsync(credit: 100, stock: 3, quantity: 2);
        await _shop.ChangeFileAsync($"{Stuck} {order.Id}");
        await using var watched = await chromium.OpenAsync(_shop.Console);
        var page = watched.Page;
        await watched.GoToAsync("/sagas?stuck=yes");
        var row = page.Locator("table.grid tbody tr");
        await Assertions.Expect(row).ToContainTextAsync("stuck");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        var hold = page.Locator(".card", new() { HasText = "1 hold credit" });
        await Assertions.Expect(hold).ToContainTextAsync("waiting");

        await page.GetByRole(AriaRole.Button, new() { Name = "Push now…" }).ClickAsync();
        await page.GetByLabel("Reason, for the audit log").FillAsync("stuck since noon");
        await page.GetByRole(AriaRole.Button, new() { Name = "Push", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByText("The order was pushed.")).ToBeVisibleAsync();
        await Assertions.Expect(hold).ToContainTextAsync("done");
        await Assertions.Expect(page.Locator("dl.facts")).ToContainTextAsync("paid");
        watched.RequireNoFaults();
        var printed = await _shop.StopAsync();
        Assert.Contains("\"Action\":\"saga push\"", printed, StringComparison.Ordinal);
        Assert.Contains("\"Operator\":\"console at 127.0.0.1\"", printed, StringComparison.Ordinal);
    }

    // The command of its first step was parked, as after a bug that is mended since.
    [Fact]
    [Trait("Kind", "Long")]
    public async Task A_parked_message_is_read_replayed_and_its_saga_ends()
    {
        var order = await _shop.Client.NewOrderAsync(credit: 100, stock: 3, quantity: 2);
        await _shop.ChangeFileAsync($"{Stuck} {order.Id}");
        var attempt = $$"""{"id":{{Attempt}},"order":{{order.Id}},"user":{{order.User}},"amount":10,"replyTo":0}""";
        var body = $$$"""{"type":"hold-credit.v1","body":{"attempt":{{{attempt}}} } }""";
        await _shop.ChangeFileAsync(
            $"""
            INSERT INTO parked (parked_id, version, role, origin, error, body, is_base64, at)
            VALUES ('hold-credit.v1/{Attempt}', 1, 'payment', 'Order 0@7', 'A bug of attempt {Attempt}.',
              '{body}', 0, unixepoch() * 1000)
            """);
        await using var watched = await chromium.OpenAsync(_shop.Console);
        var page = watched.Page;
        await watched.GoToAsync("/parked");
        await Assertions.Expect(page.Locator(".groups")).ToContainTextAsync("A bug of attempt #.");
        await page.GetByRole(AriaRole.Button, new() { Name = "hold-credit.v1/1176" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("As text")).ToContainTextAsync(order.User);
        await watched.RequireAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Replay… hold-credit.v1 of payment" }).ClickAsync();
        await page.GetByLabel("Reason, for the audit log").FillAsync("the bug is mended");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await Assertions.Expect(page.GetByText("1 message will be tried again.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Nothing is parked.")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await watched.GoToAsync($"/sagas/{order.Id}");
        await Assertions.Expect(page.Locator(".card.good")).ToHaveCountAsync(3);
        watched.RequireNoFaults();
        Assert.Contains("\"Reason\":\"the bug is mended\"", await _shop.StopAsync(), StringComparison.Ordinal);
    }
}
