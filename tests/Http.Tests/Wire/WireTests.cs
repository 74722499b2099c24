using Cartwright.Http.Tests.Access;
using Cartwright.Http.Tests.Gateway;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Wire;

/// <summary>
/// Requests that two programs could understand differently: a shop alone, and a gateway with its node, answer each in
/// the same way. No row changes, no answer has a header of the request, and the next client is served.
/// </summary>
public sealed class WireTests(PassingOn both) : IClassFixture<PassingOn>
{
    private static readonly Dictionary<string, WireRow> _rows = new[]
    {
        ("body", BodyRows.All), ("target", TargetRows.All), ("head", HeadRows.All), ("sequence", SequenceRows.All),
    }
        .SelectMany(table => table.Item2.Select(row => (Name: $"{table.Item1}: {row.Name}", row.Row)))
        .ToDictionary(row => row.Name, row => row.Row);

    public static TheoryData<string> Names => [.. _rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Both_understand_it_alike(string name)
    {
        var row = _rows[name];
        foreach (var (url, folder) in new[] { (both.Shop.Url, both.Shop.Folder), (both.Gateway.Url, both.Node.Folder) })
        {
            var before = StoredRows.In(folder);

            var answers = await RawConnection.ExchangeAllAsync(url, row.Text);

            Assert.Equal(row.Answers, string.Join(' ', answers.Select(answer => answer.Status)));
            Assert.DoesNotContain(answers, answer => answer.Header("X-Injected") is not null);
            Assert.Equal(before, StoredRows.In(folder));
            var next = await RawConnection.ExchangeAllAsync(url, WireText.Get + "Connection: close\r\n\r\n");
            Assert.Equal((200, "0"), (next[0].Status, next[0].Text("user_id")));
        }
    }
}
