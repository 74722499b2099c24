using Cartwright.Http.Tests.Server;

namespace Cartwright.Http.Tests.Access;

/// <summary>A real shop with keys and tokens, its admin address, and a real gateway before it.</summary>
public sealed class SecuredShop : IAsyncLifetime
{
    private readonly KeyFile _keys = new();
    private readonly DataFolder _folder = new();
    private ServerProcess? _shop;
    private ServerProcess? _gateway;

    internal TestIssuer Issuer { get; } = new();

    /// <summary>A caller with every scope of keys.</summary>
    internal string Everything { get; private set; } = "";

    internal string Folder => _folder.Path;

    internal Uri Direct => _shop!.Url;

    internal Uri Admin => _shop!.AdminUrl;

    internal Uri Gateway => _gateway!.Url;

    public async ValueTask InitializeAsync()
    {
        Everything = _keys.Add("everything", "orders", "payment", "stock", "reset", "operate");
        string[] access = ["--api-keys", _keys.Path, "--reset", "on", .. Issuer.Options];
        _shop = await ServerProcess.StartAsync(
            ["--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", Folder, .. access]);
        var node = _shop.Url.GetLeftPart(UriPartial.Authority);
        _gateway = await ServerProcess.StartAsync(
        [
            "--urls", "http://127.0.0.1:0", "--roles", "gateway", "--order-nodes", node, "--stock-nodes", node,
            "--payment-nodes", node, .. access,
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _gateway, _shop }.OfType<ServerProcess>())
        {
            await process.DisposeAsync();
        }

        Issuer.Dispose();
        _keys.Dispose();
        _folder.Dispose();
    }
}
