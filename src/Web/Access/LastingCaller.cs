using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Access;

/// <summary>
/// The caller of a request that lasts. A key can be removed meanwhile, and a token can expire, so that the credentials
/// are looked up again at each use.
/// </summary>
/// <param name="access">The callers that the process knows.</param>
/// <param name="credentials">Those of the request.</param>
/// <param name="scopes">Each of these scopes is enough.</param>
internal sealed class LastingCaller(AccessControl access, RequestCredentials credentials, Scopes scopes)
{
    /// <summary>The caller as it is now; null where its credentials are no longer valid.</summary>
    public async ValueTask<Caller?> FindAsync(CancellationToken cancellation)
    {
        try
        {
            var caller = await access.FindCallerAsync(credentials, cancellation);
            return caller is not null && (caller.Scopes & scopes) != Scopes.None ? caller : null;
        }
        catch (ProblemException)
        {
            // The issuer's keys cannot be had: nothing can say that the token is still valid.
            return null;
        }
    }

    /// <summary>The caller of a request as it is now, where credentials are asked for; else that of all.</summary>
    public static ValueTask<Caller?> FindAsync(HttpContext http, CancellationToken cancellation) =>
        http.Features.Get<LastingCaller>() is { } lasting
            ? lasting.FindAsync(cancellation)
            : ValueTask.FromResult(Caller.Of(http) is { IsOpen: true } open ? open : null);
}
