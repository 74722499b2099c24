using Cartwright.Engine.Options;
using Cartwright.Engine.Ports;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Tls;

/// <summary>
/// The certificates of this process, for all its addresses. Replaced files are taken for new connections, without a
/// restart; connections that are open stay as they are.
/// </summary>
public sealed class ProcessTls : IDisposable
{
    // A thousand clients that connect at once wait for each other's handshakes, and for a busy machine. Each has its
    // seat meanwhile, so a slow one takes nothing from others that an idle connection would not take.
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(30);

    private readonly TlsFiles _files;
    private readonly ReloadedFiles<TlsMaterial> _material;

    private ProcessTls(TlsFiles files, ILogger log, TimeProvider clock)
    {
        _files = files;
        _material = new ReloadedFiles<TlsMaterial>(
            files.All,
            () => TlsMaterial.Load(files, clock.GetUtcNow()),
            material => TlsLog.Replaced(log, material.Description),
            why => TlsLog.Unusable(log, why),
            clock);
    }

    /// <summary>Whether clients need a certificate.</summary>
    internal bool RequiresClients => _files.ClientAuthorityFile is not null;

    /// <summary>What connections use that are made now.</summary>
    internal TlsMaterial Current => _material.Current;

    /// <summary>Reads the files, and watches them from then on.</summary>
    /// <exception cref="FatalFault"><c>certificate-unusable</c>: a file cannot be used.</exception>
    public static ProcessTls Open(TlsFiles files, ILoggerFactory loggers, TimeProvider clock)
    {
        try
        {
            return new ProcessTls(files, loggers.CreateLogger(TlsLog.Category), clock);
        }
        catch (InvalidDataException unusable)
        {
            throw new FatalFault("certificate-unusable", unusable.Message, unusable);
        }
    }

    public void Dispose() => _material.Dispose();

    /// <summary>Encrypts an endpoint, with the certificate as it is at each handshake.</summary>
    internal void Protect(ListenOptions endpoint)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(Current.Server),
            HandshakeTimeout = HandshakePatience,
        });
    }
}
