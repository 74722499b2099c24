using System.Net;
using System.Net.Sockets;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>How the server starts, drains, and reports that it cannot start.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await MustFailAsync(url, $"Failed to bind to address {url}: address already in use.");
    }

    // 192.0.2.0/24 is for documents; no machine has an address of it.
    [Fact]
    public async Task An_address_of_another_machine_is_one_clear_line()
    {
        using var folder = new DataFolder();

        var (code, output, errors) = await RunAsync("http://192.0.2.1:8000", folder.Path, "--insecure");

        Assert.Equal((1, ""), (code, output.Trim()));
        Assert.Equal("Cannot assign requested address", errors.Trim().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_data_folder_in_use_is_one_clear_line()
    {
        await using var shop = await RunningShop.StartAsync("immediate");

        var (code, output, errors) = await RunAsync("http://127.0.0.1:0", shop.Folder);

        Assert.Equal((1, ""), (code, output.Trim()));
        Assert.Single(errors.Trim().Split('\n'));
        Assert.Contains("in use by another process", errors);
    }

    [Fact]
    public async Task On_its_way_down_it_is_started_and_not_ready()
    {
        await using var shop = await RunningShop.StartAsync("immediate");
        await using var startup = await BeginAsync(shop, "/healthz/startup");
        await using var ready = await BeginAsync(shop, "/healthz/ready");
        await using var live = await BeginAsync(shop, "/healthz/live");

        shop.Process.BeginToStop();
        await Eventually.IsAsync("no one is let in", () => IsClosedAsync(shop.Process.Url));

        Assert.Equal((200, "started"), await FinishAsync(startup));
        Assert.Equal((503, "not ready: the node is on its way down"), await FinishAsync(ready));
        Assert.Equal((200, "live"), await FinishAsync(live));
        Assert.Equal(0, await shop.Process.EndedAsync());
    }

    private static async Task MustFailAsync(string url, string line)
    {
        using var folder = new DataFolder();

        var (code, output, errors) = await RunAsync(url, folder.Path);

        Assert.Equal((1, "", line), (code, output.Trim(), errors.Trim()));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        string url, string folder, params string[] more)
    {
        await using var server = ServerProcess.Launch(["--urls", url, "--data", folder, .. more]);
        var code = await server.EndedAsync();
        return (code, server.Output, server.Errors);
    }

    // The last byte of the request is missing, and the server has begun to read the body.
    private static async Task<RawConnection> BeginAsync(RunningShop shop, string path)
    {
        var connection = await RawConnection.OpenAsync(shop.Process.Url);
        await connection.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        await connection.MustContinueAsync();
        return connection;
    }

    private static async Task<(int Status, string Body)> FinishAsync(RawConnection connection)
    {
        await connection.SendAsync(".");
        var reply = await connection.ReceiveAsync();
        return (reply.Status, reply.Body);
    }

    private static async Task<bool> IsClosedAsync(Uri server)
    {
        try
        {
            await using var connection = await RawConnection.OpenAsync(server);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
