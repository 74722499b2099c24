using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Cartwright.Kafka;

/// <summary>
/// The client that describes topics and makes them. One that gets no answer for thirty seconds is dropped and replaced,
/// as a producer is: the brokers may be away, or the client may not find its way back to them.
/// </summary>
/// <param name="build">Makes a client, and does not connect yet.</param>
/// <param name="clock">The time by which answers are missed.</param>
/// <param name="log">Where a replacement is logged.</param>
internal sealed class ReplaceableAdmin(Func<IAdminClient> build, TimeProvider clock, ILogger log) : IDisposable
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private IAdminClient _client = build();
    private long _answeredAt = clock.GetTimestamp();
    private long _builtAt = clock.GetTimestamp();
    private bool _isDisposed;
    private bool _isLogged;

    /// <summary>For how long no request has been answered.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref _answeredAt));

    /// <summary>The client to use for the next request.</summary>
    public IAdminClient Current
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return _client;
            }
        }
    }

    /// <summary>The brokers have answered a request.</summary>
    public void Answered()
    {
        Volatile.Write(ref _answeredAt, clock.GetTimestamp());
        _isLogged = false;
    }

    /// <summary>
    /// A request has failed, and none is under way. Replaces a client that has had its time; an outage logs that once.
    /// </summary>
    public void Failed(string reason)
    {
        if (Silence < SilenceMax || clock.GetElapsedTime(Volatile.Read(ref _builtAt)) < SilenceMax)
        {
            return;
        }

        Replace();
        if (!_isLogged)
        {
            _isLogged = true;
            KafkaEvents.AdminRebuilt(log, reason);
        }
    }

    /// <summary>Makes another client for the next requests; none may be under way.</summary>
    public void Replace()
    {
        IAdminClient dropped;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                (dropped, _client, _builtAt) = (_client, build(), clock.GetTimestamp());
            }
            catch (KafkaException wrong)
            {
                // Certificates that are being replaced: the client at hand stays until they are whole.
                KafkaEvents.Trouble(log, $"{wrong.Error.Code}", wrong.Error.Reason);
                return;
            }
        }

        // The client waits for its threads, which may be trying to connect.
        new Thread(dropped.Dispose) { IsBackground = true, Name = "dropped admin client" }.Start();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        _client.Dispose();
    }
}
