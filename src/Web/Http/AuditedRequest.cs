using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Http;

/// <summary>What the audit log records of a request besides its path.</summary>
internal sealed class AuditedRequest
{
    /// <summary>The Idempotency-Key as it is stored; null where the request gave none.</summary>
    public string? Key { get; set; }

    /// <summary>The number that was made, as <c>user_id=7</c>; null where none was.</summary>
    public string? Made { get; set; }

    /// <summary>That of a request.</summary>
    public static AuditedRequest Of(HttpContext http)
    {
        if (http.Features.Get<AuditedRequest>() is not { } audited)
        {
            http.Features.Set(audited = new AuditedRequest());
        }

        return audited;
    }
}
