using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Access;

/// <summary>
/// Lets clients without a certificate reach health alone, where clients need one. A wrong certificate ends the
/// handshake; none does not, because the probes of an orchestrator have none.
/// </summary>
internal static class ClientCertificates
{
    public static Task RequireCertificateAsync(HttpContext http, RequestDelegate next) =>
        http.Connection.ClientCertificate is not null
        || http.Request.Path.StartsWithSegments(ConnectionSeats.HealthPath, StringComparison.OrdinalIgnoreCase)
            ? next(http)
            : Problems.WriteProblemAsync(
                http, ProblemCodes.CertificateRequired, "The server accepts clients with a certificate only.");
}
