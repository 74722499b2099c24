using Cartwright.Admin.Audit;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Access;

/// <summary>
/// Records the calls that move money, stock or the rules of them, and, up to a bound, all calls that are refused to
/// their callers: one event of the audit log each. It stands before everything else, because the code of an answer is
/// known last.
/// </summary>
internal sealed class CallAudit(ILoggerFactory logs, RefusalBudget refusals)
{
    private readonly ILogger _log = logs.CreateLogger(AuditRecord.Category);

    public async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return;
        }

        if (http.Features.Get<RefusedCall>() is { } refused)
        {
            RecordRefused(http, refused.Caller, endpoint);
        }
        else if (http.Features.Get<Caller>() is { IsOpen: false } caller
            && endpoint.Metadata.GetMetadata<ValueChange>() is not null)
        {
            RecordOf(http, caller, endpoint).WriteTo(_log);
        }
    }

    // Without the numbers of its path, which are texts of the sender's choice.
    private void RecordRefused(HttpContext http, Caller? caller, RouteEndpoint endpoint)
    {
        if (refusals.TryTake(CallerBucket.Of(caller, http.Connection.RemoteIpAddress), out var omitted))
        {
            new AuditRecord(
                new("Action", NameOf(endpoint)),
                new("Caller", caller?.Name),
                new("User", caller?.User?.ToString()),
                new("Route", endpoint.RoutePattern.RawText),
                new("Status", http.Response.StatusCode),
                new("Code", http.Features.Get<AnsweredProblem>()?.Code),
                new("TraceId", TraceIds.TraceIdOf(http)),
                new("Address", http.Connection.RemoteIpAddress?.ToString()),
                new("Omitted", omitted > 0 ? omitted : null)).WriteTo(_log);
        }
    }

    private static string? NameOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    private static string IdsOf(HttpContext http) => string.Join(
        ' ',
        [
            .. http.Request.RouteValues.Select(value => $"{value.Key}={value.Value}"),
            .. http.Features.Get<AuditedRequest>()?.Made is { } made ? [made] : (string[])[],
        ]);

    // A client that has gone away is recorded with the status that it would have got.
    private static AuditRecord RecordOf(HttpContext http, Caller caller, RouteEndpoint endpoint) => new(
        new("Action", NameOf(endpoint)),
        new("Caller", caller.Name),
        new("Scope", string.Join(' ', ScopeNames.NamesOf(
            caller.Scopes & endpoint.Metadata.GetMetadata<AccessRule>()!.Scopes))),
        new("User", caller.User?.ToString()),
        new("Route", endpoint.RoutePattern.RawText),
        new("Ids", IdsOf(http)),
        new("Key", http.Features.Get<AuditedRequest>()?.Key),
        new("Status", http.Response.StatusCode),
        new("Code", http.Features.Get<AnsweredProblem>()?.Code),
        new("TraceId", TraceIds.TraceIdOf(http)),
        new("Address", http.Connection.RemoteIpAddress?.ToString()));
}
