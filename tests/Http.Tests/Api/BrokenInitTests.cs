using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// A <c>batch_init</c> that does not finish: it stops with its client, or answers that its outcome is unknown.
/// </summary>
[Trait("Kind", "Long")]
public sealed class BrokenInitTests : IAsyncLifetime
{
    // Five thousand parts: no machine finishes them while a test looks at the first.
    private const long Users = 10_000_000;
    private const int PartUsers = 2_000;
    private const int Parts = 4;
    private const string Request =
        "POST /payment/batch_init/10000000/5 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan QuietMin = TimeSpan.FromSeconds(2);

    private RunningShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await RunningShop.StartAsync("final");

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    /// <summary>
    /// After the client has gone, no further part comes within several times the duration of an earlier part, as
    /// measured on this machine now; and the last part came soon.
    /// </summary>
    [Fact]
    public async Task It_goes_no_further_than_its_client_waits()
    {
        var quiet = QuietMin;
        await using (var client = await RawConnection.OpenAsync(_shop.Process.Url))
        {
            await client.SendAsync(Request);
            await Eventually.IsAsync("the first user is there", () => IsThereAsync(0));
            var first = await CountAsync();
            var since = TimeProvider.System.GetTimestamp();
            await Eventually.IsAsync("parts come", async () => await CountAsync() >= first + (Parts * PartUsers));
            var ofParts = TimeProvider.System.GetElapsedTime(since);
            quiet = ofParts > quiet ? ofParts : quiet;
        }

        var gone = TimeProvider.System.GetTimestamp();
        var (made, last) = (0L, gone);
        await Eventually.IsAsync("no more users are made", async () =>
        {
            if (await CountAsync() is var count && count != made)
            {
                (made, last) = (count, TimeProvider.System.GetTimestamp());
            }

            return TimeProvider.System.GetElapsedTime(last) > quiet;
        });
        Assert.InRange(TimeProvider.System.GetElapsedTime(gone, last), TimeSpan.Zero, quiet * 1.5);
        Assert.InRange(made, 1, Users - 1);
    }

    // "Nothing was changed" is the answer while the database is away, but not after the first part of a request has
    // happened.
    [Fact]
    public async Task It_says_that_its_outcome_is_unknown_when_the_database_goes_away_midway()
    {
        await using var client = await RawConnection.OpenAsync(_shop.Process.Url);
        await client.SendAsync(Request);
        await Eventually.IsAsync("the first user is there", () => IsThereAsync(0));

        Reply reply;
        await using (await LockedFile.OfAsync(_shop.Folder))
        {
            reply = await client.ReceiveAsync();
        }

        Assert.Equal(503, reply.Status);
        Assert.Contains("outcome-unknown", reply.Body, StringComparison.Ordinal);
        Assert.InRange(await CountAsync(), 1, Users - 1);
    }

    // The rows are created in order.
    private async Task<long> CountAsync()
    {
        var (there, missing) = (0L, Users);
        while (missing - there > 1)
        {
            var middle = (there + missing) / 2;
            (there, missing) = await IsThereAsync(middle) ? (middle, missing) : (there, middle);
        }

        return there + 1;
    }

    private async Task<bool> IsThereAsync(long user) =>
        (await _shop.Call.GetAsync($"/payment/find_user/{user}")).Status == 200;
}
