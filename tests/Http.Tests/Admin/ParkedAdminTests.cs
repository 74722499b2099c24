using System.Text.Json;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Microsoft.Data.Sqlite;

namespace Cartwright.Http.Tests.Admin;

/// <summary>Parked messages at the admin address: seen, replayed and dropped.</summary>
public sealed class ParkedAdminTests : IAsyncLifetime
{
    private const string Reason = "\"reason\":\"sorted out\"";

    private readonly LogLines _log = new();
    private LocalShop _shop = null!;
    private LocalAdmin _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await LocalShop.StartAsync(new LocalShop.Plan());
        _admin = await LocalAdmin.StartAsync(_shop, _log);
        await ParkAsync("take-stock.v1/7", "stock", "Order 7 is Paid, and yet due.", at: 1_000);
        await ParkAsync("take-stock.v1/81", "stock", "Order 81 is Paid, and yet due.", at: 2_000);
        await ParkAsync("void-credit.v1/9", "payment", "A bug.", at: 3_000);
        await ParkAsync("unreadable/ab", "payment", "Not JSON: x", at: 4_000, body: "x");
        await ParkAsync("stock-taken.v1/5", "order", "A bug.", at: 5_000, repair: "sold twice");
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _shop.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("", "take-stock.v1/7 take-stock.v1/81 void-credit.v1/9 unreadable/ab stock-taken.v1/5")]
    [InlineData("service=payment", "void-credit.v1/9 unreadable/ab")]
    [InlineData("type=take-stock.v1", "take-stock.v1/7 take-stock.v1/81")]
    [InlineData("error=a%20BUG", "void-credit.v1/9 stock-taken.v1/5")]
    [InlineData("error=order%20%23%20is%20paid", "take-stock.v1/7 take-stock.v1/81")]
    [InlineData("error=order%207", "take-stock.v1/7")]
    [InlineData("service=stock&type=void-credit.v1", "")]
    public async Task A_list_has_the_messages_that_meet_all_conditions(string query, string ids)
    {
        var page = (await _admin.Call.GetAsync($"/admin/v1/parked?{query}")).Json;
        Assert.Equal(ids, string.Join(' ', IdsIn(page)));
        Assert.Equal(IdsIn(page).Count(), page.GetProperty("count").GetInt32());
        Assert.Empty(page.GetProperty("silent").EnumerateArray());
    }

    [Fact]
    public async Task Groups_leave_the_numbers_out_and_pages_follow_each_other()
    {
        var first = (await _admin.Call.GetAsync("/admin/v1/parked?limit=3")).Json;
        Assert.Equal(
            ["2 stock take-stock.v1 Order # is Paid, and yet due. 1000", "1 payment void-credit.v1 A bug. 3000",
             "1 payment unreadable Not JSON: x 4000", "1 order stock-taken.v1 A bug. 5000"],
            first.GetProperty("groups").EnumerateArray().Select(group =>
                $"{group.GetProperty("count")} {group.GetProperty("service")} {group.GetProperty("type")} "
                + $"{group.GetProperty("error")} {group.GetProperty("oldest_at")}"));
        Assert.Equal(["take-stock.v1/7", "take-stock.v1/81", "void-credit.v1/9"], IdsIn(first));

        var cursor = Uri.EscapeDataString(first.GetProperty("cursor").GetString()!);
        var rest = (await _admin.Call.GetAsync($"/admin/v1/parked?limit=3&cursor={cursor}")).Json;
        Assert.Equal(["unreadable/ab", "stock-taken.v1/5"], IdsIn(rest));
        Assert.False(rest.TryGetProperty("cursor", out _));
        Assert.Equal(5, rest.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task One_is_shown_with_its_bytes_to_its_service_alone()
    {
        var message = (await _admin.Call.GetAsync("/admin/v1/parked/message?service=payment&id=unreadable%2Fab")).Json;
        Assert.Equal(
            ("unreadable/ab", "x", false),
            (message.GetProperty("id").GetString(), message.GetProperty("body").GetString(),
            message.GetProperty("is_base64").GetBoolean()));
        var other = await _admin.Call.GetAsync("/admin/v1/parked/message?service=stock&id=unreadable%2Fab");
        Assert.Equal((404, "unknown-message"), (other.Status, other.Text("code")));
        var nowhere = await _admin.Call.GetAsync("/admin/v1/parked/message?service=depot&id=unreadable%2Fab");
        Assert.Equal((400, "malformed-query"), (nowhere.Status, nowhere.Text("code")));
        var zero = await _admin.Call.GetAsync("/admin/v1/parked/message?service=stock&id=%00");
        Assert.Equal((400, "malformed-query"), (zero.Status, zero.Text("code")));
        var none = await _admin.Call.GetAsync("/admin/v1/parked/message?service=stock");
        Assert.Equal((400, "malformed-query"), (none.Status, none.Text("code")));
    }

    [Theory]
    [InlineData("\"ids\":[\"take-stock.v1/81\",\"none/1\"]", 1, "take-stock.v1/7 void-credit.v1/9 unreadable/ab")]
    [InlineData("\"type\":\"take-stock.v1\"", 2, "void-credit.v1/9 unreadable/ab")]
    [InlineData("\"type\":\"take-stock.v1\",\"error\":\"81\"", 1, "take-stock.v1/7 void-credit.v1/9 unreadable/ab")]
    [InlineData("\"error\":\"order # is\"", 2, "void-credit.v1/9 unreadable/ab")]
    [InlineData("\"service\":\"payment\",\"all\":true", 2, "take-stock.v1/7 take-stock.v1/81")]
    [InlineData("\"all\":true", 4, "")]
    [InlineData("\"ids\":[\"stock-taken.v1/5\"]", 0, "take-stock.v1/7 take-stock.v1/81 void-credit.v1/9 unreadable/ab")]
    public async Task Those_that_are_chosen_are_dropped_and_repairs_are_kept(string choice, int changed, string left)
    {
        var reply = await _admin.Call.PostJsonAsync("/admin/v1/parked/drop", $"{{{Reason},{choice}}}");
        reply.MustBeJson($$"""{"changed":{{changed}},"silent":[]}""");
        var page = (await _admin.Call.GetAsync("/admin/v1/parked")).Json;
        Assert.Equal($"{left} stock-taken.v1/5".Trim(), string.Join(' ', IdsIn(page)));

        using var record = JsonDocument.Parse(Assert.Single(_log.Of("Cartwright.Audit")));
        Assert.Equal(
            ("parked drop", "sorted out", changed),
            (record.RootElement.GetProperty("Action").GetString(), record.RootElement.GetProperty("Reason").GetString(),
            record.RootElement.GetProperty("Changed").GetInt32()));
    }

    [Fact]
    public async Task An_action_on_a_service_that_there_is_not_is_a_mistake()
    {
        var reply = await _admin.Call.PostJsonAsync(
            "/admin/v1/parked/drop", $"{{{Reason},\"service\":\"depot\",\"all\":true}}");
        Assert.Equal((400, "malformed-query"), (reply.Status, reply.Text("code")));
    }

    // The queue of the engine takes two commands at once, and rejects the others.
    [Fact]
    public async Task An_action_that_is_done_in_part_reports_the_part()
    {
        await using var shop = await LocalShop.StartAsync(
            new LocalShop.Plan { Engine = options => options with { CommandsMax = 2 } });
        await using var admin = await LocalAdmin.StartAsync(shop, _log);
        for (var number = 1; number <= 20; number++)
        {
            await ParkAsync($"take-stock.v1/{number}", "stock", "A bug.", at: number, shop: shop);
        }

        var reply = (await admin.Call.PostJsonAsync("/admin/v1/parked/drop", $"{{{Reason},\"all\":true}}")).Json;
        var left = IdsIn((await admin.Call.GetAsync("/admin/v1/parked")).Json).Count();
        Assert.InRange(left, 1, 19);
        Assert.Equal(20 - left, reply.GetProperty("changed").GetInt32());
        Assert.Single(reply.GetProperty("silent").EnumerateArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"all\":false")]
    [InlineData(",\"ids\":[]")]
    [InlineData(",\"service\":\"stock\"")]
    [InlineData(",\"all\":true,\"type\":\"take-stock.v1\"")]
    [InlineData(",\"ids\":[\"x\"],\"error\":\"y\"")]
    [InlineData(",\"typ\":\"x\",\"error\":\"y\"")]
    [InlineData(",\"error\":\"\"")]
    [InlineData(",\"type\":\"\",\"error\":\"A bug.\"")]
    [InlineData(",\"service\":\"\",\"all\":true")]
    [InlineData(",\"ids\":[null]")]
    public async Task Anything_but_one_choice_is_none(string choice)
    {
        foreach (var action in new[] { "drop", "replay" })
        {
            var reply = await _admin.Call.PostJsonAsync($"/admin/v1/parked/{action}", $"{{{Reason}{choice}}}");
            Assert.Equal((400, "malformed-body"), (reply.Status, reply.Text("code")));
        }

        Assert.Equal(5, (await _admin.Call.GetAsync("/admin/v1/parked")).Json.GetProperty("count").GetInt32());
    }

    // It is tried by the sweep, and parked again: with a later time, and with the error of this version.
    [Fact]
    public async Task A_replayed_message_is_tried_again()
    {
        var choice = "\"ids\":[\"unreadable/ab\"]";
        (await _admin.Call.PostJsonAsync("/admin/v1/parked/replay", $"{{{Reason},{choice}}}"))
            .MustBeJson("""{"changed":1,"silent":[]}""");
        await Eventually.IsAsync("the message is tried again", async () =>
        {
            var message = await _admin.Call.GetAsync("/admin/v1/parked/message?service=payment&id=unreadable%2Fab");
            return message.Text("error") != "Not JSON: x" && !message.Json.TryGetProperty("due", out _);
        });
    }

    private async Task ParkAsync(
        string id,
        string service,
        string error,
        long at,
        string body = "{}",
        string? repair = null,
        LocalShop? shop = null)
    {
        await using var file = new SqliteConnection(
            $"Data Source={(shop ?? _shop).Folder}/cartwright.db;Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var insert = file.CreateCommand();
        insert.CommandText = """
            INSERT INTO parked
                (parked_id, role, origin, error, body, is_base64, at, return_reason, returned_at, version)
            VALUES ($id, $service, 'a test', $error, $body, 0, $at, $repair, iif($repair IS NULL, NULL, $at), 1)
            """;
        foreach (var (name, value) in new (string, object?)[]
        {
            ("$id", id), ("$service", service), ("$error", error), ("$body", body), ("$at", at), ("$repair", repair),
        })
        {
            insert.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        Assert.Equal(1, await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> IdsIn(JsonElement page) =>
        page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetString()!);
}
