using Cartwright.Engine;
using Cartwright.Web;

namespace Cartwright.Cli.Serve;

/// <summary>A running shop: what is stopped first stands first.</summary>
internal sealed record EmbeddedShop(
    ShopServer Server, EngineNode Engine, IAsyncDisposable Store, IDisposable Logging) : IAsyncDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync();
        await Server.DisposeAsync();
        await Engine.DrainAsync(DrainPatience);
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
        Logging.Dispose();
    }
}
