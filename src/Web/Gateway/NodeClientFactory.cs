using System.Net;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace Cartwright.Web.Gateway;

/// <summary>Makes the HTTP clients of the proxy.</summary>
internal sealed class NodeClientFactory(NodeConnector connector, GatewayOptions options)
    : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectCallback = connector.ConnectAsync;
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
        handler.PooledConnectionLifetime = options.ConnectionLifetime;
        handler.AutomaticDecompression = DecompressionMethods.None;

        // Bytes are passed on as they come, in both directions; their meaning is between client and node.
        handler.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1;
        handler.ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1;
    }
}
