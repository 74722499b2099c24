using System.Net.Security;
using System.Net.Sockets;
using Cartwright.Web.Tls;

namespace Cartwright.Web.Gateway;

/// <summary>
/// Makes the connections to nodes, encrypted where their addresses begin with <c>https://</c>. The handshake is made
/// here and not by the HTTP client, which takes the certificates that it has at its beginning for ever.
/// </summary>
/// <param name="tls">The certificates of this process; null where no node is encrypted.</param>
/// <param name="names">The names that nodes were given by, which their certificates must have.</param>
/// <param name="patience">How long a connection may take to be made, with its handshake.</param>
internal sealed class NodeConnector(ProcessTls? tls, NodeNames names, TimeSpan patience)
{
    /// <summary>
    /// How long a connection is used: a replaced certificate reaches every connection within this time.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Connects, in bounded time.</summary>
    /// <exception cref="SocketException">The connection was refused, or not made in time.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">
    /// A certificate is not accepted.
    /// </exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var connection = await NodeConnection.OpenConnectionAsync(context.DnsEndPoint, either.Token);
            var isEncrypted = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
            Stream stream = isEncrypted
                ? await EncryptAsync(connection, names.TlsNameOf(context.DnsEndPoint), either.Token)
                : connection;
            connection.CarriesRequests = true;
            return stream;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    private async Task<SslStream> EncryptAsync(NodeConnection connection, string name, CancellationToken cancellation)
    {
        var encrypted = new SslStream(connection);
        try
        {
            var options = tls?.Current.ClientFor(name)
                ?? throw new InvalidOperationException($"{name} is encrypted, and this process has no certificates.");
            await encrypted.AuthenticateAsClientAsync(options, cancellation);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }
}
