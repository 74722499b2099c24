using System.Net;
using System.Text.RegularExpressions;

namespace Cartwright.CommandLine;

/// <summary>
/// The form of an address at which a server listens: a scheme, a host and a port, and nothing else. Whether other
/// machines reach it is judged by its host, so that a web server must not read another host in the same text, or two.
/// </summary>
public static partial class ListenUrl
{
    /// <summary>
    /// The mistake in a text, as the rest of a sentence that begins with the option; null where there is none.
    /// </summary>
    public static string? MistakeIn(string text) =>
        !Form().IsMatch(text) || !IsHttp(text) || IsMapped(text)
            ? $"takes one address such as http://127.0.0.1:8000, not '{text}'"
        : IsAnyPortOfLocalhost(text) ? "takes port 0 with an IP address only, such as http://127.0.0.1:0"
        : null;

    /// <summary>Whether it is an address of plain HTTP.</summary>
    public static bool IsPlainHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp;

    /// <summary>Whether it is an address of HTTP, plain or encrypted.</summary>
    public static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    // The server listens on two addresses for that name, which would get a port each.
    private static bool IsAnyPortOfLocalhost(string text) =>
        new Uri(text) is { Port: 0, Host: var host } && host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    // An address of IPv4 in the form of IPv6: no socket of the loopback has it.
    private static bool IsMapped(string text) =>
        IPAddress.TryParse(new Uri(text).Host.Trim('[', ']'), out var address) && address.IsIPv4MappedToIPv6;

    // A web server splits a text at semicolons, and listens at every address where it does not know a name: one with
    // a point at its end, for example.
    [GeneratedRegex(
        @"\Ahttps?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
