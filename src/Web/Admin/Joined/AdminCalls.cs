using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cartwright.Admin;
using Cartwright.Web.Gateway;
using Cartwright.Web.Http;

namespace Cartwright.Web.Admin.Joined;

/// <summary>Requests to the admin addresses of nodes.</summary>
internal sealed class AdminCalls(NodeCredentials credentials, NodeNames names, TimeProvider clock) : IDisposable
{
    // A page of parked messages with their errors has some hundred kilobytes.
    private const int AnswerBytesMax = 16 * 1024 * 1024;
    private const int ConnectionsOfNodeMax = 4;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        ConnectCallback = new NodeConnector(credentials.Tls, names, ConnectPatience).ConnectAsync,
        MaxConnectionsPerServer = ConnectionsOfNodeMax,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = NodeConnector.Lifetime,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        MaxResponseContentBufferSize = AnswerBytesMax,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Reads from one node.</summary>
    /// <returns>The answer; null where the node knows no such thing.</returns>
    /// <exception cref="AdminFault">The node does not answer in time, or not with what was asked for.</exception>
    /// <exception cref="QueryFault">The node rejects the query.</exception>
    public async Task<T?> ReadAsync<T>(string node, string path, TimeSpan patience, CancellationToken cancellation)
        where T : class
    {
        using var patient = new CancellationTokenSource(patience, clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patient.Token);
        try
        {
            using var request = RequestOf(HttpMethod.Get, node, path);
            using var answer = await _client.SendAsync(request, late.Token);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<T>(AdminJson.Options, late.Token)
                    ?? throw new AdminFault($"The node at {node} has sent an empty answer.")
                : await RejectedAsync<T>(node, answer, late.Token);
        }
        catch (Exception silent) when (IsSilence(silent, cancellation))
        {
            throw new AdminFault($"The node at {node} does not answer: {NodeSilence.Explain(silent)}", silent);
        }
    }

    /// <summary>Has one node do something.</summary>
    /// <exception cref="QueryFault">The node rejects it as malformed.</exception>
    public async Task<(ActionState State, ActionOutcome? Outcome)> ActAsync(
        string node, string path, object body, string? traceId, TimeSpan patience, CancellationToken cancellation)
    {
        var tries = RequestTries.BeginTries();
        using var patient = new CancellationTokenSource(patience, clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patient.Token);
        try
        {
            using var request = RequestOf(HttpMethod.Post, node, path);
            request.Content = JsonContent.Create(body, body.GetType(), options: AdminJson.Options);
            if (traceId is not null)
            {
                request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom()}-00");
            }

            using var answer = await _client.SendAsync(request, late.Token);
            if (answer.IsSuccessStatusCode)
            {
                var outcome = await answer.Content.ReadFromJsonAsync<ActionOutcome>(AdminJson.Options, late.Token);
                return outcome is null ? (ActionState.Unknown, null) : (ActionState.Done, outcome);
            }

            var problem = await ReadProblemAsync(answer, late.Token);
            return IsMissing(answer, problem) ? (ActionState.Missing, null)
                : (int)answer.StatusCode is >= 400 and < 500 and not 429
                    ? throw new QueryFault(problem.Detail)
                : (problem.SaysUnchanged ? ActionState.Unserved : ActionState.Unknown, null);
        }
        catch (Exception silent) when (IsSilence(silent, cancellation))
        {
            return (tries.WasSent ? ActionState.Unknown : ActionState.Unserved, null);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestOf(HttpMethod method, string node, string path)
    {
        var request = new HttpRequestMessage(method, new Uri($"{node.TrimEnd('/')}/admin/v1/{path}"));
        if (credentials.ReadKey() is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    // The connection failed or broke, the time is over, or the bytes are no JSON.
    private static bool IsSilence(Exception fault, CancellationToken cancellation) =>
        fault is HttpRequestException or IOException or JsonException
        || (fault is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static async Task<T?> RejectedAsync<T>(
        string node, HttpResponseMessage answer, CancellationToken cancellation)
        where T : class
    {
        var problem = await ReadProblemAsync(answer, cancellation);
        return answer.StatusCode switch
        {
            _ when IsMissing(answer, problem) => null,
            HttpStatusCode.BadRequest => throw new QueryFault(problem.Detail),
            _ => throw new AdminFault($"The node at {node} answers {(int)answer.StatusCode}: {problem.Detail}"),
        };
    }

    // A node of an earlier version, or another server, has no such path.
    private static bool IsMissing(HttpResponseMessage answer, NodeProblem problem) =>
        answer.StatusCode is HttpStatusCode.NotFound && problem.Code != ProblemCodes.NoSuchPath;

    private static async Task<NodeProblem> ReadProblemAsync(
        HttpResponseMessage answer, CancellationToken cancellation) =>
        answer.Content.Headers.ContentType?.MediaType == Problems.ContentType
            ? await answer.Content.ReadFromJsonAsync<NodeProblem>(cancellation) ?? new NodeProblem()
            : new NodeProblem();

    private sealed record NodeProblem
    {
        [JsonPropertyName("code")]
        public string Code { get; init; } = ProblemCodes.NoSuchPath;

        [JsonPropertyName("detail")]
        public string Detail { get; init; } = "It is no admin address.";

        // The node's own words for these are "Nothing was changed."
        [JsonIgnore]
        public bool SaysUnchanged => Code is ProblemCodes.Overloaded or ProblemCodes.DatabaseUnavailable
            or ProblemCodes.ShuttingDown or ProblemCodes.ServiceUnavailable;
    }
}
