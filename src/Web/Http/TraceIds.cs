using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>
/// The trace of a request: 32 hexadecimal digits, the same in its answer, in the log and, where traces are exported,
/// there. A client that sends <c>traceparent</c> finds its own.
/// </summary>
internal static class TraceIds
{
    private static readonly object Key = new();

    public static string TraceIdOf(HttpContext http)
    {
        if (http.Items[Key] is string known)
        {
            return known;
        }

        var traceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? activity.TraceId
            : ActivityContext.TryParse(http.Request.Headers.TraceParent, null, out var context)
                ? context.TraceId
                : ActivityTraceId.CreateRandom();
        var text = traceId.ToHexString();
        http.Items[Key] = text;
        return text;
    }
}
