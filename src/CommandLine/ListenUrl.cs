namespace Cartwright.CommandLine;

/// <summary>The form of an address at which a server listens.</summary>
public static class ListenUrl
{
    /// <summary>
    /// The mistake in a text, as the rest of a sentence that begins with the option; null where there is none.
    /// </summary>
    public static string? MistakeIn(string text) =>
        !IsHttp(text) ? $"takes one address such as http://127.0.0.1:8000, not '{text}'"
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
}
