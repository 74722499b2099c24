using Microsoft.AspNetCore.Http;

namespace Cartwright.AdminConsole.Shown;

/// <summary>
/// The name of an operator in the audit log: the browser's address, after the caller where credentials are asked for.
/// </summary>
internal static class Operators
{
    public static string NameOf(HttpContext? http) =>
        $"{http?.User.Identity?.Name ?? "console"} at "
            + $"{http?.Connection.RemoteIpAddress?.ToString() ?? "an unknown address"}";
}
