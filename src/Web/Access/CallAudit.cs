using Cartwright.Admin.Audit;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>
/// Records the calls that move money, stock or the rules of them: one event of the audit log each, with the caller. It
/// stands before everything else, because the code of an answer is known last.
/// </summary>
internal sealed class CallAudit(ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger(AuditRecord.Category);

    public async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Features.Get<Caller>() is { IsOpen: false } caller
            && http.GetEndpoint() is RouteEndpoint endpoint
            && endpoint.Metadata.GetMetadata<ValueChange>() is not null)
        {
            RecordOf(http, caller, endpoint).WriteTo(_log);
        }
    }

    // A client that has gone away is recorded with the status that it would have got.
    private static AuditRecord RecordOf(HttpContext http, Caller caller, RouteEndpoint endpoint) => new(
        new("Action", endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName),
        new("Caller", caller.Name),
        new("Scope", string.Join(' ', ScopeNames.NamesOf(
            caller.Scopes & endpoint.Metadata.GetMetadata<AccessRule>()!.Scopes))),
        new("User", caller.User?.ToString()),
        new("Route", endpoint.RoutePattern.RawText),
        new("Ids", string.Join(' ', http.Request.RouteValues.Select(value => $"{value.Key}={value.Value}"))),
        new("Status", http.Response.StatusCode),
        new("Code", http.Features.Get<AnsweredProblem>()?.Code),
        new("TraceId", TraceIds.TraceIdOf(http)),
        new("Address", http.Connection.RemoteIpAddress?.ToString()));
}
