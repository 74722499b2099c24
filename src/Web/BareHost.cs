using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web;

/// <summary>
/// The web host of every node, built from nothing. ASP.NET Core's usual builders read appsettings.json in the working
/// directory and the variables ASPNETCORE_*, DOTNET_*, Kestrel__* and Logging__*, any of which can add a listener
/// that `cartwright config` does not show.
/// </summary>
internal static class BareHost
{
    /// <summary>A builder that listens where the options say, and has routing and a log.</summary>
    public static WebApplicationBuilder Create(ShopOptions options, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => ShopServer.Limit(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging);
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds));
        return builder;
    }
}
