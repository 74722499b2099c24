using Microsoft.AspNetCore.Http;

namespace Cartwright.AdminConsole.Shown;

/// <summary>The name of an operator in the audit log. There is no sign-on, so it is the browser's address.</summary>
internal static class Operators
{
    public static string NameOf(HttpContext? http) =>
        $"console at {http?.Connection.RemoteIpAddress?.ToString() ?? "an unknown address"}";
}
