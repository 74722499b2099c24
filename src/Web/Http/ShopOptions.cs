using Cartwright.Web.Tls;

namespace Cartwright.Web.Http;

/// <summary>How the HTTP interface answers, and its bounds.</summary>
public sealed record ShopOptions
{
    internal const int WaitSecondsMaxDefault = 120;

    /// <summary>Where to listen, such as <c>http://127.0.0.1:8000</c>; port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>The certificates of an address that begins with <c>https://</c>; null for plain HTTP.</summary>
    public ProcessTls? Tls { get; init; }

    /// <summary>Whether the three <c>batch_init</c> exist. Default: yes.</summary>
    public bool AllowsReset { get; init; } = true;

    /// <summary>
    /// Whether checkout and cancel wait for their outcome where a request has no preference. Default: no.
    /// </summary>
    public bool RepliesFinal { get; init; }

    /// <summary>How long a final reply waits where a request has no preference, in seconds. Default: 45.</summary>
    public int WaitSeconds { get; init; } = 45;

    /// <summary>The longest wait that a request can ask for, in seconds. Default: 120.</summary>
    public int WaitSecondsMax { get; init; } = WaitSecondsMaxDefault;

    /// <summary>The most event streams that are open at once. Default: 1,000.</summary>
    public int StreamsMax { get; init; } = 1_000;

    /// <summary>The bounds of each caller, where credentials are asked for.</summary>
    public CallerLimits Callers { get; init; } = new();

    /// <summary>How long one event stream may be open, in seconds. Default: 900.</summary>
    public int StreamSecondsMax { get; init; } = 900;

    /// <summary>
    /// The interval of the heartbeat of an idle event stream, in seconds: shorter than the time-out of every proxy
    /// between here and the client. Default: 10.
    /// </summary>
    public int HeartbeatSeconds { get; init; } = 10;

    /// <summary>The largest request body, in bytes; no request needs one. Default: 64 KiB.</summary>
    public int BodyBytesMax { get; init; } = 64 * 1024;

    /// <summary>
    /// The most connections at once, where the limit on file descriptors leaves room for so many. Default: 10,000.
    /// </summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>How many file descriptors a connection needs. Default: 1; at a gateway, 2.</summary>
    public int DescriptorsEach { get; init; } = 1;

    /// <summary>How many file descriptors the rest of the process may need after the start. Default: 0.</summary>
    public int DescriptorsReserved { get; init; }

    /// <summary>The reason why messages do not go through the log; null where none is known.</summary>
    public Func<string?> LogTrouble { get; init; } = () => null;

    /// <summary>The most headers of a request. Default: 64.</summary>
    public int HeadersMax { get; init; } = 64;

    /// <summary>The largest headers of a request together, in bytes. Default: 16 KiB.</summary>
    public int HeaderBytesMax { get; init; } = 16 * 1024;

    /// <summary>The longest request line, in bytes. Default: 4 KiB.</summary>
    public int RequestLineBytesMax { get; init; } = 4 * 1024;

    /// <summary>How long a client may take to send its headers, in seconds. Default: 10.</summary>
    public int HeaderSecondsMax { get; init; } = 10;

    /// <summary>
    /// How long a stopping node goes on serving while it reports itself as not ready, in seconds, so that a gateway
    /// sends it nothing more. Default: 0; behind a gateway, twice the time between two of its probes.
    /// </summary>
    public int LeaveSeconds { get; init; }

    /// <summary>How long accepted requests may take to finish at the end, in seconds. Default: 8.</summary>
    public int DrainSeconds { get; init; } = 8;

    /// <summary>
    /// The options of a node behind gateways with these options. A gateway adds headers, and escapes the request, which
    /// makes a byte three at most; a node must not reject a request that its gateway has accepted. Nor does it limit
    /// callers, which the gateway has limited.
    /// </summary>
    public ShopOptions BehindGateway() => this with
    {
        Callers = CallerLimits.None,
        HeadersMax = HeadersMax * 2,
        HeaderBytesMax = HeaderBytesMax * 4,
        RequestLineBytesMax = RequestLineBytesMax * 4,
    };
}
