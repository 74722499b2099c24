using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Http;

/// <summary>What the HTTP interface says of itself.</summary>
internal static partial class WebLog
{
    [LoggerMessage(201, LogLevel.Error, "A request to {Path} ran into a bug.")]
    public static partial void Bug(ILogger log, PathString path, Exception bug);
}
