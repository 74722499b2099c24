using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Cartwright.Client;

/// <summary>
/// Sends requests and repeats them. From outside to inside: the time-out of the call, its retries, the time-out of one
/// try.
/// </summary>
internal sealed class RequestSender : IDisposable
{
    // The longest answer of the shop, a page of orders included, is far shorter.
    private const long BodyBytesMax = 4 * 1024 * 1024;

    private static readonly ResiliencePropertyKey<CallProgress> ProgressKey = new("Cartwright.Call");

    private readonly string _url;
    private readonly CartwrightClientOptions _options;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<ShopAnswer> _pipeline;

    public RequestSender(Uri url, CartwrightClientOptions options)
    {
        _url = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _options = options;
        _http = options.HttpClient ?? OwnClient();
        _pipeline = Pipeline(options);
    }

    /// <summary>Sends a request until it is served.</summary>
    /// <returns>The success.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">It was not served within the bounds.</exception>
    public async Task<ShopAnswer> SendAsync(ShopRequest request, CancellationToken cancellation)
    {
        var answer = await AskAsync(request, cancellation).ConfigureAwait(false);
        return answer.Problem is { } problem
            ? throw new ShopRejectionException($"{request.Method} {request.Path}", problem)
            : answer;
    }

    /// <summary>Opens a stream of events; null: there are no later events.</summary>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">It was not opened within the bounds.</exception>
    public async Task<HttpResponseMessage?> OpenAsync(ShopRequest request, CancellationToken cancellation) =>
        (await SendAsync(request, cancellation).ConfigureAwait(false)).Stream;

    /// <summary>Sends a request until it is served or rejected.</summary>
    /// <returns>The success or the rejection.</returns>
    /// <exception cref="ShopUnavailableException">It was neither within the bounds.</exception>
    public async Task<ShopAnswer> AskAsync(ShopRequest request, CancellationToken cancellation)
    {
        var call = new CallProgress(request, _options.Clock);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellation);
        context.Properties.Set(ProgressKey, call);
        try
        {
            var answer = await _pipeline
                .ExecuteAsync(static (context, sender) => sender.TryAsync(context), context, this)
                .ConfigureAwait(false);
            return answer.IsSuccess || RetryRules.IsRejection(answer)
                ? answer
                : throw new ShopUnavailableException(Describe(call, $"{answer.Problem}"), call, cause: null);
        }
        catch (Exception fault) when (fault is HttpRequestException || RetryRules.IsSilence(fault))
        {
            throw new ShopUnavailableException(Describe(call, $"{call.Latest?.Problem}"), call, fault);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        if (_options.HttpClient is null)
        {
            _http.Dispose();
        }
    }

    private async ValueTask<ShopAnswer> TryAsync(ResilienceContext context)
    {
        var call = ProgressOf(context);
        var cancellation = context.CancellationToken;
        using var message = await MessageAsync(call, cancellation).ConfigureAwait(false);
        call.BeginTry();
        try
        {
            var response = await _http
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            var answer = call.Request.IsStream && response.StatusCode == HttpStatusCode.OK
                ? new ShopAnswer(200, IsJson: false, [], RetryAfter: null) { Stream = response }
                : await ReadAsync(response, cancellation).ConfigureAwait(false);
            call.NoteAnswer(answer);
            return answer;
        }
        catch (Exception fault)
        {
            // A cancelled try may have been sent as well.
            call.NoteSilence(RetryRules.WasSent(fault));
            throw;
        }
    }

    private async ValueTask<HttpRequestMessage> MessageAsync(CallProgress call, CancellationToken cancellation)
    {
        var request = call.Request;
        var message = new HttpRequestMessage(request.Method, new Uri(_url + request.Path));
        message.Headers.Accept.Add(
            new MediaTypeWithQualityHeaderValue(request.IsStream ? "text/event-stream" : "application/json"));
        if (request.LastEventId is { } lastEventId)
        {
            message.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        if (request.IdempotencyKey is { } key)
        {
            message.Headers.TryAddWithoutValidation("Idempotency-Key", key);

            // The platform repeats a request without content by itself when a kept connection ends: those repeats would
            // have no bound of ours.
            message.Content = new ByteArrayContent([]);
        }

        if (request.OutcomeWait is not null)
        {
            message.Headers.TryAddWithoutValidation("Prefer", PreferenceOf(call.RestOfWait));
        }

        var credential = _options.TokenSource is { } tokens
            ? await tokens(cancellation).ConfigureAwait(false)
            : _options.ApiKey;
        if (credential is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        }

        return message;
    }

    private static string PreferenceOf(TimeSpan wait) => wait == TimeSpan.Zero
        ? "respond-async"
        : string.Create(CultureInfo.InvariantCulture, $"wait={(int)Math.Ceiling(wait.TotalSeconds)}");

    private static async Task<ShopAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var whole = response;
        await response.Content.LoadIntoBufferAsync(BodyBytesMax, cancellation).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var type = response.Content.Headers.ContentType?.MediaType;
        var isJson = type is "application/json" or "application/problem+json";

        // The header's other form, a date, would need the time of day of two machines.
        return new ShopAnswer((int)response.StatusCode, isJson, body, response.Headers.RetryAfter?.Delta);
    }

    private string Describe(CallProgress call, string problem)
    {
        var times = string.Create(
            CultureInfo.InvariantCulture, $"{call.Tries} tries in {call.Elapsed.TotalSeconds:F1} s");
        var last = problem.Length > 0 ? $"the last answer was {problem}" : "the last try had no answer";
        return $"{call.Request.Method} {_url}{call.Request.Path} was not served, with {times}: {last}.";
    }

    private static CallProgress ProgressOf(ResilienceContext context) =>
        context.Properties.GetValue(ProgressKey, null!);

    private static ResiliencePipeline<ShopAnswer> Pipeline(CartwrightClientOptions options)
    {
        var builder = new ResiliencePipelineBuilder<ShopAnswer> { TimeProvider = options.Clock };
        builder.AddTimeout(new TimeoutStrategyOptions
        {
            TimeoutGenerator = arguments => ValueTask.FromResult(
                options.CallTimeout + (ProgressOf(arguments.Context).Request.OutcomeWait ?? TimeSpan.Zero)),
        });
        if (options.RetriesMax > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ShopAnswer>
            {
                MaxRetryAttempts = options.RetriesMax,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.PauseMin,
                MaxDelay = options.PauseMax,
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsWorthRepeating(ProgressOf(arguments.Context).Request, arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(PauseOf(arguments.Outcome)),
            });
        }

        return builder
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = arguments => ValueTask.FromResult(
                    options.TryTimeout + ProgressOf(arguments.Context).RestOfWait),
            })
            .Build();
    }

    private static bool IsWorthRepeating(ShopRequest request, Outcome<ShopAnswer> outcome) =>
        outcome.Exception is { } fault
            ? RetryRules.IsWorthRepeating(request, fault)
            : RetryRules.IsWorthRepeating(request, outcome.Result!);

    // Null: the pause of the pipeline. A pause that exceeds the time of the call ends with it.
    private static TimeSpan? PauseOf(Outcome<ShopAnswer> outcome) =>
        outcome.Result?.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : null;

    private static HttpClient OwnClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),

        // Shorter than the two minutes after which the shop closes an idle connection.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),

        // A new connection finds a gateway that was added since.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
