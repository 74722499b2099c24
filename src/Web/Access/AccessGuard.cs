using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Cartwright.Web.Access;

/// <summary>
/// Rejects a request if its credentials do not allow its endpoint, before its body is read. It comes after the routing,
/// and gives the endpoints the <see cref="Caller"/>, and the <see cref="LastingCaller"/>.
/// </summary>
internal sealed class AccessGuard(AccessControl access)
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
        return rule is { IsForAnybody: true } ? next(http) : CheckCallerAsync(http, rule, next);
    }

    private async Task CheckCallerAsync(HttpContext http, AccessRule? rule, RequestDelegate next)
    {
        var credentials = RequestCredentials.Of(http.Request.Headers.Authorization);
        var isForBrowsers = rule is { IsForBrowsers: true };
        var caller = credentials is { IsOfBrowser: true } && !isForBrowsers
            ? null
            : await access.FindCallerAsync(credentials, http.RequestAborted);
        if (caller is null)
        {
            // Never why: a text about an expired or unknown key helps an attacker.
            http.Response.Headers.WWWAuthenticate = isForBrowsers ? BrowserChallenge : Challenge;
            await Problems.WriteProblemAsync(
                http, ProblemCodes.Unauthenticated, "This needs valid credentials in the header Authorization.");
        }
        else if (credentials!.Value.IsOfBrowser && LocalGuard.IsFromAnotherSite(http.Request))
        {
            await LocalGuard.RejectForeignAsync(http);
        }
        else if (rule is null || (caller.Scopes & rule.Scopes) == Scopes.None)
        {
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

    private static string DetailOf(AccessRule? rule) => rule is null
        ? "No scope allows this path."
        : $"This needs the scope {string.Join(" or ", ScopeNames.NamesOf(rule.Scopes))}.";
}
