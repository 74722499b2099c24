using System.Globalization;
using Cartwright.Http.Tests.Local;
using Microsoft.Data.Sqlite;

namespace Cartwright.Http.Tests.Api;

/// <summary>A row that was changed by hand to an impossible state.</summary>
public sealed class UnreadableRowTests
{
    [Fact]
    public async Task It_is_no_bug_and_costs_only_what_needs_it()
    {
        await using var shop = await LocalShop.StartAsync(new LocalShop.Plan());
        var (damaged, well) = (await shop.Call.NewUserAsync(credit: 5), await shop.Call.NewUserAsync(credit: 5));
        await DamageAsync(shop.Folder, damaged);

        var read = await shop.Call.GetAsync($"/payment/find_user/{damaged}");
        var write = await shop.Call.PostAsync($"/payment/add_funds/{damaged}/1");

        Assert.Null(read.MustBeProblem(500, "unreadable-row").Header("Retry-After"));
        Assert.Null(write.MustBeProblem(500, "unreadable-row").Header("Retry-After"));
        Assert.Equal(200, (await shop.Call.PostAsync($"/payment/add_funds/{well}/1")).Status);
        Assert.Equal(6, await shop.Call.CreditAsync(well));
    }

    private static async Task DamageAsync(string folder, string user)
    {
        await using var file = new SqliteConnection($"Data Source={folder}/cartwright.db;Pooling=False");
        await file.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = file.CreateCommand();
        command.CommandText = "UPDATE accounts SET holds = '[[1,2,3]]' WHERE user_id = $user";
        command.Parameters.AddWithValue("$user", long.Parse(user, CultureInfo.InvariantCulture));
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
