using System.Diagnostics;
using Cartwright.Faults.Processes;
using Cartwright.Faults.Wire;
using Microsoft.Data.Sqlite;

namespace Cartwright.Faults;

/// <summary>Far more load than a shop can take: it sheds before it accepts, stays small, and recovers.</summary>
[Trait("Kind", "Long")]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Crowd = 6_000;
    private const int Refused = 1_000;
    private const int Pipelines = 600;
    private const int PipelineLength = 10;
    private const int Rounds = 5;
    private const long MemoryMiBMax = 600;
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan NormalLatency = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Another process holds the database while all clients come at once, so that the bound is reached on any machine.
    /// The database is released once many requests were shed. If that takes long, the first requests time out, and
    /// their answer is `database-unavailable`, which is true.
    /// </summary>
    [Fact]
    public async Task What_comes_past_the_bound_is_refused_and_what_was_accepted_is_done()
    {
        using var folder = new Folder();
        await using var shop = await StartAsync(folder, orders: Crowd);
        var connections = await Task.WhenAll(Enumerable.Repeat(shop.Url, Crowd).Select(WireConnection.OpenAsync));
        var refused = 0;
        Task<Answer[]> answers;
        await using (await HoldAsync(folder.File("cartwright.db")))
        {
            answers = Task.WhenAll(connections.Select(async (connection, order) =>
            {
                var answer = await connection.AskAsync(Call.Post($"/orders/checkout/{order}"));
                Interlocked.Add(ref refused, answer.Status == 429 ? 1 : 0);
                return answer;
            }));
            await Eventually.TrueAsync(
                "many are refused", RefusalPatience, () => Task.FromResult(Volatile.Read(ref refused) >= Refused));
        }

        RequireHonest(await answers, mayBeUnavailable: true);
        Array.ForEach(connections, connection => connection.Dispose());
        await RequireWellAsync(shop, folder);
    }

    [Fact]
    public async Task Hundreds_of_connections_that_never_pause_are_all_answered()
    {
        using var folder = new Folder();
        await using var shop = await StartAsync(folder, orders: 20_000);
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Pipelines).Select(seed => PipelineAsync(shop.Url, new Random(seed))));
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s.");
        RequireHonest([.. answers.SelectMany(some => some)], mayBeUnavailable: false);
        await RequireWellAsync(shop, folder);
    }

    // Credit for about half of the orders: some are paid, some fail.
    private static async Task<ShopProcess> StartAsync(Folder folder, int orders)
    {
        var shop = await ShopProcess.StartAsync(folder.Path);
        (await Bulk.AskAsync(shop.Url, Call.Post($"/payment/batch_init/100/{orders / 100}"))).Success();
        (await Bulk.AskAsync(shop.Url, Call.Post("/stock/batch_init/50/1000000/1"))).Success();
        (await Bulk.AskAsync(shop.Url, Call.Post($"/orders/batch_init/{orders}/50/100/1"))).Success();

        // The first number of an attempt comes out of the database; from here on a block of numbers is in memory.
        (await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"))).Success();
        return shop;
    }

    private static async Task<List<Answer>> PipelineAsync(Uri url, Random random)
    {
        using var connection = await WireConnection.OpenAsync(url);
        List<Answer> answers = [];
        for (var round = 0; round < Rounds; round++)
        {
            var calls = Enumerable.Range(0, PipelineLength)
                .SelectMany(_ => Call.Post($"/orders/checkout/{random.Next(20_000)}").Bytes());
            await connection.SendAsync(calls.ToArray());
            for (var i = 0; i < PipelineLength; i++)
            {
                answers.Add(await connection.ReceiveAsync());
            }
        }

        return answers;
    }

    private static async Task<SqliteConnection> HoldAsync(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private void RequireHonest(IReadOnlyCollection<Answer> answers, bool mayBeUnavailable)
    {
        var counts = answers.CountBy(answer => answer.Code ?? "200").Select(count => $"{count.Value} {count.Key}");
        output.WriteLine(string.Join(", ", counts));
        Assert.All(answers, answer => Assert.True(
            answer.Status is 200 or 400 or 429 || (mayBeUnavailable && answer.Code == "database-unavailable"),
            answer.Essence));
        Assert.All(answers, answer => Assert.True(!answer.IsNotServed || answer.RetryAfter is not null));
        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Contains(answers, answer => answer.Status == 400);
    }

    private async Task RequireWellAsync(ShopProcess shop, Folder folder)
    {
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync("a write takes as long as ever", RecoveryPatience, async () =>
        {
            var asked = Stopwatch.StartNew();
            var answer = await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"));
            return answer.Status == 200 && asked.Elapsed < NormalLatency;
        });
        output.WriteLine($"Well after {watch.ElapsedMilliseconds} ms; memory {shop.MemoryPeakMiB()} MiB at most.");
        Assert.InRange(shop.MemoryPeakMiB(), 1, MemoryMiBMax);
        Assert.Equal(0, await shop.TerminateAsync(RecoveryPatience));
        await ShopProgram.RequireRightBooksAsync(folder.Path);
    }
}
