using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.BadRequests;

/// <summary>Requests with a wrong method or path: each is rejected with its code, and changes nothing.</summary>
public sealed class BadPathTests(QuietShop shop) : IClassFixture<QuietShop>
{
    public static TheoryData<string, string, int, string> Rows =>
    [
        .. WrongNumbers.Rows().Concat(WrongPaths.Rows())
            .Select(row => (row.Method, row.Path, row.Status, row.Code)),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_wrong_path_is_refused_and_changes_nothing(string method, string path, int status, string code)
    {
        var before = await shop.SnapshotAsync();

        var request = $"{method} {shop.Fill(path)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        var reply = await RawConnection.ExchangeAsync(shop.Server, request);

        MustBeRefused(reply, status, code, hasBody: method != "HEAD");
        Assert.Equal(before, await shop.SnapshotAsync());
    }

    private static void MustBeRefused(Reply reply, int status, string code, bool hasBody)
    {
        if (code != BadRow.BeforeTheShop && hasBody)
        {
            reply.MustBeProblem(status, code);
            return;
        }

        Assert.Equal(status, reply.Status);
        Assert.Empty(reply.Body);
    }
}
