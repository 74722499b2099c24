using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
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
    /// <exception cref="AuthenticationException">
    /// A certificate is not accepted; the message has the reason, as the rest of a sentence.
    /// </exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var isEncrypted = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
            return isEncrypted
                ? await ConnectEncryptedAsync(context.DnsEndPoint, either.Token)
                : Carry(await NodeConnection.OpenConnectionAsync(context.DnsEndPoint, either.Token));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    private static NodeConnection Carry(NodeConnection connection)
    {
        connection.CarriesRequests = true;
        return connection;
    }

    // A node that is full answers one request on a connection, and ends it: the next one is for the request.
    private async Task<Stream> ConnectEncryptedAsync(DnsEndPoint node, CancellationToken cancellation)
    {
        var name = names.TlsNameOf(node);
        var options = tls?.Current.ClientFor(name)
            ?? throw new InvalidOperationException($"{name} is encrypted, and this process has no certificates.");
        for (var isKnown = options.ClientCertificateContext is null; ; isKnown = true)
        {
            var connection = await NodeConnection.OpenConnectionAsync(node, cancellation);
            var encrypted = await EncryptAsync(connection, options, cancellation);
            if (isKnown || await HasAnsweredAsync(encrypted, name, cancellation))
            {
                Carry(connection);
                return encrypted;
            }

            await encrypted.DisposeAsync();
        }
    }

    private static async Task<bool> HasAnsweredAsync(SslStream encrypted, string name, CancellationToken cancellation)
    {
        try
        {
            return await FirstAnswer.ReceiveAsync(encrypted, name, cancellation);
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }

    private static async Task<SslStream> EncryptAsync(
        NodeConnection connection, SslClientAuthenticationOptions options, CancellationToken cancellation)
    {
        var encrypted = new SslStream(connection);
        string? flaw = null;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            (flaw = CertificateFlaw.Describe(options.TargetHost!, certificate, chain, errors)) is null;
        try
        {
            await encrypted.AuthenticateAsClientAsync(options, cancellation);
            return encrypted;
        }
        catch (AuthenticationException rejected) when (flaw is not null)
        {
            await encrypted.DisposeAsync();
            throw new AuthenticationException(flaw, rejected);
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }
}
