using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Cartwright.Web.Access;

/// <summary>
/// Rejects a request if its credentials do not allow its endpoint, before its body is read. It comes after the routing,
/// and gives the endpoints the <see cref="Caller"/>, and the <see cref="LastingCaller"/>.
/// </summary>
/// <param name="access">The callers that the process knows.</param>
/// <param name="limiter">The limits of each caller; null where there are none.</param>
internal sealed class AccessGuard(AccessControl access, CallerLimiter? limiter)
{
    private static readonly StringValues Challenge = "Bearer realm=\"cartwright\"";
    private static readonly StringValues BrowserChallenge =
        new(["Bearer realm=\"cartwright\"", "Basic realm=\"cartwright\", charset=\"UTF-8\""]);

    public Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        if (access.IsOpen)
        {
            http.Features.Set(Caller.Open);
            return next(http);
        }

        // What routing answers by itself, such as 405, is no endpoint that a project has mapped.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return next(http);
        }

        var rule = endpoint.Metadata.GetMetadata<AccessRule>();
        return rule is not { IsForAnybody: true } ? CheckCallerAsync(http, rule, next)
            : rule.IsForwarded && limiter is not null && CallerLimiter.Counts(http.Request)
                ? ForwardLimitedAsync(http, limiter, next)
            : next(http);
    }

    private async Task CheckCallerAsync(HttpContext http, AccessRule? rule, RequestDelegate next)
    {
        var credentials = RequestCredentials.Of(http.Request.Headers.Authorization);
        var caller = await FindCallerAsync(credentials, rule is { IsForBrowsers: true }, http.RequestAborted);
        using var lease = limiter?.Take(http, caller) ?? default;
        await (lease.Refusal is { } refusal
            ? RejectManyAsync(http, refusal)
            : DecideAsync(http, credentials, caller, rule, next));
    }

    // The node decides whether the credentials are valid and are enough. Here they only show whose limits a request
    // counts for. While the issuer's keys cannot be had, that is the address.
    private async Task ForwardLimitedAsync(HttpContext http, CallerLimiter limits, RequestDelegate next)
    {
        Caller? caller;
        try
        {
            caller = await FindCallerAsync(
                RequestCredentials.Of(http.Request.Headers.Authorization), isForBrowsers: false, http.RequestAborted);
        }
        catch (ProblemException)
        {
            caller = null;
        }

        using var lease = limits.Take(http, caller);
        await (lease.Refusal is { } refusal ? RejectManyAsync(http, refusal) : next(http));
    }

    private ValueTask<Caller?> FindCallerAsync(
        RequestCredentials? credentials, bool isForBrowsers, CancellationToken cancellation) =>
        credentials is { IsOfBrowser: true } && !isForBrowsers
            ? ValueTask.FromResult<Caller?>(null)
            : access.FindCallerAsync(credentials, cancellation);

    private async Task DecideAsync(
        HttpContext http, RequestCredentials? credentials, Caller? caller, AccessRule? rule, RequestDelegate next)
    {
        var isForBrowsers = rule is { IsForBrowsers: true };
        if (caller is null)
        {
            http.Features.Set(new RefusedCall(caller));

            // Never why: a text about an expired or unknown key helps an attacker.
            http.Response.Headers.WWWAuthenticate = isForBrowsers ? BrowserChallenge : Challenge;
            await Problems.WriteProblemAsync(
                http, ProblemCodes.Unauthenticated, "This needs valid credentials in the header Authorization.");
        }
        else if (credentials!.Value.IsOfBrowser && LocalGuard.IsFromAnotherSite(http.Request))
        {
            http.Features.Set(new RefusedCall(caller));
            await LocalGuard.RejectForeignAsync(http);
        }
        else if (rule is null || (caller.Scopes & rule.Scopes) == Scopes.None)
        {
            http.Features.Set(new RefusedCall(caller));
            await Problems.WriteProblemAsync(http, ProblemCodes.Forbidden, DetailOf(rule));
        }
        else
        {
            var lasting = new LastingCaller(access, credentials.Value, rule.Scopes);
            http.Features.Set(caller);
            http.Features.Set(lasting);
            if (isForBrowsers)
            {
                // The pages do not know the web server, and find the operator here.
                http.User = new OperatorPrincipal(caller.Name, lasting);
            }

            await next(http);
        }
    }

    private static Task RejectManyAsync(HttpContext http, string detail) =>
        Problems.WriteProblemAsync(http, ProblemCodes.TooManyRequests, detail);

    private static string DetailOf(AccessRule? rule) => rule is null
        ? "No scope allows this path."
        : $"This needs the scope {string.Join(" or ", ScopeNames.NamesOf(rule.Scopes))}.";
}
