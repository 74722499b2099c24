namespace Cartwright.Client;

/// <summary>Credentials and bounds of a <see cref="CartwrightClient"/>.</summary>
public sealed record CartwrightClientOptions
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan TimeMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TimeMax = TimeSpan.FromHours(1);

    /// <summary>
    /// Sends the requests; null: the client makes its own. The caller disposes it. Its <see cref="HttpClient.Timeout"/>
    /// has to be longer than <see cref="TryTimeout"/> and <see cref="OutcomeWait"/> together, or infinite.
    /// </summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>The API key of this caller; null: none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Returns the token for a request; null: there are no tokens. It is called for each request, so it should keep a
    /// token until shortly before its end.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? TokenSource { get; init; }

    /// <summary>
    /// How long a checkout or a cancel waits for its outcome, as <c>Prefer: wait</c>. Zero: it returns as soon as it is
    /// accepted. At most 120 seconds; default 35 seconds, because a checkout is decided within 30.
    /// </summary>
    public TimeSpan OutcomeWait { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>
    /// The longest time of one request, beside the wait for an outcome. Default 15 seconds: <c>pay</c> may wait for
    /// five, and a gateway tries another node in that time.
    /// </summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest time of a call with its retries and pauses, beside the wait for an outcome. Default 60 seconds.
    /// </summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call is repeated at most; 0: never. Default 60.</summary>
    public int RetriesMax { get; init; } = 60;

    /// <summary>
    /// The first pause between two tries; later ones double, with jitter. A <c>Retry-After</c> of the shop replaces it.
    /// Default 100 ms.
    /// </summary>
    public TimeSpan PauseMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause that the shop has not asked for. Default 2 seconds.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest silence of a stream of events; then it is opened again. Default 30 seconds: the shop sends a
    /// heartbeat every ten.
    /// </summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Measures time-outs and pauses.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        Require(ApiKey is null || TokenSource is null, "A client has an API key or tokens, not both.");
        Require(OutcomeWait >= TimeSpan.Zero && OutcomeWait <= WaitMax, "OutcomeWait is 0 to 120 seconds.");
        Require(TryTimeout >= TimeMin && TryTimeout <= CallTimeout, "TryTimeout is 10 ms to CallTimeout.");
        Require(CallTimeout <= TimeMax, "CallTimeout is one hour at most.");
        Require(RetriesMax is >= 0 and <= 10_000, "RetriesMax is 0 to 10,000.");
        Require(PauseMin >= TimeSpan.Zero && PauseMin <= PauseMax, "PauseMin is 0 to PauseMax.");
        Require(SilenceMax >= TimeMin && SilenceMax <= TimeMax, "SilenceMax is 10 ms to one hour.");
        Require(PauseMax <= CallTimeout, "PauseMax is not longer than CallTimeout.");
    }

    private static void Require(bool isRight, string rule)
    {
        if (!isRight)
        {
            throw new ArgumentException(rule);
        }
    }
}
