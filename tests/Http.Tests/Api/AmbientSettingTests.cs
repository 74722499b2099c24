using System.Net;
using System.Net.Sockets;
using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Api;

/// <summary>
/// The web server reads nothing from the working directory or from the host's variables: its addresses and its logs are
/// those that `config` shows. Each source here would move or add a listener, fill the log, or end the start.
/// </summary>
public sealed class AmbientSettingTests
{
    private static readonly string[] Listeners =
    [
        "Kestrel__Endpoints__Other__Url", "ASPNETCORE_Kestrel__Endpoints__Other__Url",
        "DOTNET_Kestrel__Endpoints__Other__Url", "ASPNETCORE_URLS", "DOTNET_URLS", "URLS",
    ];

    private static readonly (string Name, string Value)[] Others =
    [
        ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "Not.There"), ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("DOTNET_ENVIRONMENT", "Development"), ("Logging__LogLevel__Microsoft", "Trace"),
        ("Logging__Console__FormatterName", "json"),
    ];

    [Fact]
    public async Task Variables_of_the_host_change_nothing()
    {
        using var held = new HeldPort();
        var port = held.Number;
        using var folder = new DataFolder();
        var variables = Others.ToDictionary(other => other.Name, other => other.Value);
        foreach (var listener in Listeners)
        {
            variables[listener] = $"http://127.0.0.1:{port}";
        }

        variables["ASPNETCORE_HTTP_PORTS"] = $"{port}";

        await MustServeAlikeAsync(folder, port, variables, []);
    }

    [Fact]
    public async Task Files_in_the_working_directory_change_nothing()
    {
        using var held = new HeldPort();
        var port = held.Number;
        using var folder = new DataFolder();
        WriteSettings(folder, "appsettings.json", port);
        WriteSettings(folder, "appsettings.Production.json", port);
        WriteSettings(folder, "Properties/launchSettings.json", port);

        await MustServeAlikeAsync(folder, port, [], []);
    }

    [Fact]
    public async Task A_gateway_reads_neither()
    {
        using var held = new HeldPort();
        var port = held.Number;
        using var folder = new DataFolder();
        WriteSettings(folder, "appsettings.json", port);
        var nodes = Nowhere.Address;

        await MustServeAlikeAsync(
            folder,
            port,
            new Dictionary<string, string> { ["Kestrel__Endpoints__Other__Url"] = $"http://127.0.0.1:{port}" },
            ["--roles", "gateway", "--order-nodes", nodes, "--stock-nodes", nodes, "--payment-nodes", nodes]);
    }

    private static void WriteSettings(DataFolder folder, string name, int port)
    {
        var file = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(
            file,
            $$"""
            {
              "urls": "http://127.0.0.1:{{port}}",
              "Kestrel": { "Endpoints": { "Other": { "Url": "http://127.0.0.1:{{port}}" } } },
              "profiles": { "http": { "applicationUrl": "http://127.0.0.1:{{port}}" } },
              "Logging": { "LogLevel": { "Default": "Trace", "Microsoft": "Trace" } }
            }
            """);
    }

    private static async Task MustServeAlikeAsync(
        DataFolder folder, int port, Dictionary<string, string> variables, string[] options)
    {
        await using var server = await ServerProcess.StartInAsync(
            folder.Path, variables, ["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. options]);
        using var caller = new ShopCaller(server.Url);

        Assert.Equal(200, (await caller.GetAsync("/healthz/ready")).Status);
        Assert.Equal("127.0.0.1", server.Url.Host);
        Assert.NotEqual(port, server.Url.Port);
        Assert.False(await ListensAsync(port));
        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotContain("Microsoft.", server.Output);
        Assert.Equal("", server.Errors.Trim());
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Bound and not listening: no other process gets the port meanwhile, and a server that tried to use it would fail.
    private sealed class HeldPort : IDisposable
    {
        private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public HeldPort() => _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        public int Number => ((IPEndPoint)_holder.LocalEndPoint!).Port;

        public void Dispose() => _holder.Dispose();
    }
}
