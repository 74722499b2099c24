using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Tls;

/// <summary>The log messages about certificates.</summary>
internal static partial class TlsLog
{
    public const string Category = "Cartwright.Web";

    [LoggerMessage(220, LogLevel.Information, "New connections use the replaced certificates: {Certificates}.")]
    public static partial void Replaced(ILogger log, string certificates);

    [LoggerMessage(
        221, LogLevel.Warning, "The replaced certificates cannot be used; the earlier ones are kept: {Why}")]
    public static partial void Unusable(ILogger log, string why);
}
