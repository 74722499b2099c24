using System.Net;
using System.Net.Sockets;
using Cartwright.Web;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Builder;

namespace Cartwright.Http.Tests.Access;

/// <summary>A server that was asked to be for its machine alone opens no other socket.</summary>
public sealed class AskedAddressTests
{
    private const string Asked = "http://127.0.0.1:0";

    [Theory]
    [InlineData("http://127.0.0.1:0", "127.0.0.1")]
    [InlineData("http://localhost:18000", "127.0.0.1")]
    [InlineData("http://localhost:18000", "::1")]
    [InlineData("https://0.0.0.0:18000", "0.0.0.0")]
    [InlineData("https://shop.example:18000", "::")]
    public void It_binds_where_it_was_asked_to(string asked, string address)
    {
        using var socket = new AskedAddress(asked).BindSocket(new IPEndPoint(IPAddress.Parse(address), port: 0));
        Assert.True(socket.IsBound);
    }

    [Theory]
    [InlineData("::")]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.2")]
    public void Elsewhere_it_binds_nothing(string address) => Assert.Contains(
        "would listen at",
        Assert.Throws<InvalidOperationException>(() => new AskedAddress("http://localhost:18000")
            .BindSocket(new IPEndPoint(IPAddress.Parse(address), port: 0))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_file_is_no_address_of_the_loopback() => Assert.Throws<InvalidOperationException>(
        () => new AskedAddress("http://localhost:18000").BindSocket(new UnixDomainSocketEndPoint("/tmp/none")));

    // The web server reads the text of the address by itself: here another one stands for its other reading.
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task A_host_that_reads_its_address_otherwise_does_not_start(string read)
    {
        await using var app = BareHost.CreateBuilder(new ShopOptions { Url = Asked }, _ => { }).Build();
        app.Urls.Clear();
        app.Urls.Add(read);
        app.Run(_ => Task.CompletedTask);
        var ended = await Assert.ThrowsAnyAsync<Exception>(
            () => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"was asked to listen at {Asked}", ended.ToString(), StringComparison.Ordinal);
    }
}
