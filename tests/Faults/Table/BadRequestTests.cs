using System.Text.Json;
using Cartwright.Faults.Http;

namespace Cartwright.Faults.Table;

/// <summary>
/// Everything that can be wrong with a request, each row of the tables sent to a real server: the answer has exactly
/// this status and code, and nothing has changed.
/// </summary>
public sealed class BadRequestTests(TableShop shop) : IClassFixture<TableShop>
{
    private static readonly string[] Members = ["type", "title", "status", "detail", "code", "traceId"];

    private static readonly Dictionary<string, BadRequest> Table =
        ((IEnumerable<BadRequest>)[.. WrongNumbers.All(), .. WrongPaths.All(), .. WrongMessages.All()])
        .ToDictionary(row => $"{row.Status} {row.Code}: {Shown(row.Name)}");

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_request_is_refused_and_changes_nothing(string name)
    {
        var row = Table[name];
        var answer = await shop.Client.SendRawAsync(shop.Fill(row.Text), hasBody: !row.IsHead);

        Assert.Equal((row.Status, row.Code), (answer.Status, row.IsHead ? row.Code : answer.Code));
        RequireProblem(row, answer);
        await shop.RequireUnchangedAsync();
    }

    [Fact]
    public void The_table_is_long() => Assert.InRange(Table.Count, 1_000, int.MaxValue);

    [Theory]
    [InlineData(" HT")]
    [InlineData(" HTTP/1.1\r\nHost: sh")]
    [InlineData(" HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\n123")]
    [InlineData(" HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123")]
    public async Task A_request_that_is_sent_by_halves_changes_nothing(string rest)
    {
        using (var connection = await shop.ConnectAsync())
        {
            await connection.SendAsync(shop.Fill($"POST /payment/add_funds/{{user}}/1{rest}"));
            connection.Finish();
            Assert.True(await connection.EndsAsync() || (await connection.ReceiveAsync()).Status == 400);
        }

        await shop.RequireUnchangedAsync();
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_answered_one_after_the_other()
    {
        using var connection = await shop.ConnectAsync();
        string[] targets = ["/stock/find/x", "/orders/find/7", "/nowhere", "/payment/find_user/-1"];
        await connection.SendAsync(string.Concat(targets.Select(t => $"GET {t} HTTP/1.1\r\nHost: shop\r\n\r\n")));

        foreach (var code in (string[])["malformed-number", "unknown-order", "no-such-path", "out-of-range"])
        {
            Assert.Equal(code, (await connection.ReceiveAsync()).Code);
        }

        await shop.RequireUnchangedAsync();
    }

    private static void RequireProblem(BadRequest row, Answer answer)
    {
        if (row.Code is null)
        {
            Assert.Equal(string.Empty, answer.Body);
            return;
        }

        Assert.Equal("application/problem+json", answer.ContentType);
        if (!row.IsHead)
        {
            var problem = answer.Json;
            Assert.Equal(Members, problem.EnumerateObject().Select(member => member.Name));
            Assert.Equal($"urn:cartwright:errors:{row.Code}", answer.Text("type"));
            Assert.Equal(row.Status, problem.GetProperty("status").GetInt32());
            Assert.All(Members.Except(["status"]), member => Assert.NotEqual(string.Empty, Text(problem, member)));
        }
    }

    private static string? Text(JsonElement problem, string member) => problem.GetProperty(member).GetString();

    private static string Shown(string name) => name.Length <= 160 ? name : $"{name[..140]}… ({name.Length})";
}
