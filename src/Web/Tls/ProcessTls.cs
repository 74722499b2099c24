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
    // A certificate and its key are two files: between the two writes they do not fit together.
    private const int TroublesBeforeWarning = 2;

    // A thousand clients that connect at once wait for each other's handshakes, and for a busy machine. Each has its
    // seat meanwhile, so a slow one takes nothing from others that an idle connection would not take.
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TlsFiles _files;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly WatchedFiles _watched;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();

    private volatile TlsMaterial _current;
    private bool _isStale;
    private int _troubles;
    private string? _warned;

    private ProcessTls(TlsFiles files, ILogger log, TimeProvider clock)
    {
        (_files, _log, _clock) = (files, log, clock);

        // Before the first reading: a change in between is seen by the next look.
        _watched = new WatchedFiles(files.All);
        _current = TlsMaterial.Load(files, clock.GetUtcNow());
        _timer = clock.CreateTimer(_ => Look(), state: null, LookEvery, LookEvery);
    }

    /// <summary>Whether clients need a certificate.</summary>
    internal bool RequiresClients => _files.ClientAuthorityFile is not null;

    /// <summary>What connections use that are made now.</summary>
    internal TlsMaterial Current => _current;

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

    public void Dispose() => _timer.Dispose();

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

    // A look that lasts longer than the pause is not joined by the next one.
    private void Look()
    {
        if (!_looking.TryEnter())
        {
            return;
        }

        try
        {
            NoteTrouble(Reload());
        }
        finally
        {
            _looking.Exit();
        }
    }

    // The trouble with the files; null for none.
    private string? Reload()
    {
        _isStale |= _watched.HaveChanged();
        if (!_isStale)
        {
            return _watched.Trouble;
        }

        try
        {
            _current = TlsMaterial.Load(_files, _clock.GetUtcNow());
            _isStale = false;
            TlsLog.Replaced(_log, _current.Description);
            return null;
        }
        catch (InvalidDataException unusable)
        {
            return unusable.Message;
        }
    }

    private void NoteTrouble(string? trouble)
    {
        if (trouble is null)
        {
            (_troubles, _warned) = (0, null);
        }
        else if (++_troubles >= TroublesBeforeWarning && trouble != _warned)
        {
            _warned = trouble;
            TlsLog.Unusable(_log, trouble);
        }
    }
}
