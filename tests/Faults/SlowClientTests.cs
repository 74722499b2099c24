using System.Diagnostics;
using Cartwright.Faults.Processes;
using Cartwright.Faults.Wire;

namespace Cartwright.Faults;

/// <summary>Clients that send their headers very slowly are cut off, and make no other client wait.</summary>
public sealed class SlowClientTests
{
    private const int SlowClients = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LimitLeast = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan LimitMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ServedWithin = TimeSpan.FromSeconds(8);

    [Fact]
    [Trait("Kind", "Long")]
    public async Task Whoever_sends_byte_by_byte_is_cut_off_while_others_are_served()
    {
        using var folder = new Folder();
        await using var shop = await ShopProcess.StartAsync(folder.Path);
        var (watch, bytes) = (Stopwatch.StartNew(), Call.Post("/payment/create_user").Bytes());
        var slow = await Task.WhenAll(Enumerable.Repeat(shop.Url, SlowClients).Select(WireConnection.OpenAsync));
        var ends = Task.WhenAll(slow.Select(EndAsync));
        await foreach (var index in Eventually.SlowlyAsync(Pause, bytes.Length - 1))
        {
            if (ends.IsCompleted)
            {
                break;
            }

            await Task.WhenAll(slow.Select(connection => TrySendAsync(connection, bytes.AsMemory(index, 1))));
            var asked = Stopwatch.StartNew();
            (await Bulk.AskAsync(shop.Url, Call.Post("/payment/create_user"))).Success();
            Assert.InRange(asked.Elapsed, TimeSpan.Zero, ServedWithin);
        }

        Assert.All(await ends, status => Assert.True(status is null or 408, $"{status}"));
        Assert.InRange(watch.Elapsed, LimitLeast, LimitMost);
        Array.ForEach(slow, connection => connection.Dispose());
    }

    // The status of the answer when the client is cut off, or none.
    private static async Task<int?> EndAsync(WireConnection connection)
    {
        try
        {
            return (await connection.ReceiveAsync()).Status;
        }
        catch (UnansweredException)
        {
            return null;
        }
    }

    private static async Task<bool> TrySendAsync(WireConnection connection, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await connection.SendAsync(bytes);
            return true;
        }
        catch (UnansweredException)
        {
            return false;
        }
    }
}
