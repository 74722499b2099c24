namespace Cartwright.Lab.Http;

/// <summary>Where a shop listens, and how it is reached; no path.</summary>
internal sealed record ServerAddress(string Host, int Port)
{
    /// <summary>Whether connections are encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The credentials for it.</summary>
    public ShopAccess Access { get; init; } = ShopAccess.None;

    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    public static ServerAddress? TryParse(string text, out string? error)
    {
        error = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            error = $"'{text}' is not a URL; expected something like http://127.0.0.1:8000";
        }
        else if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            error = $"'{text}' is not HTTP; expected something like http://127.0.0.1:8000";
        }
        else if (uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            error = $"'{text}' has more than a host and a port; expected something like http://127.0.0.1:8000";
        }

        return error is null
            ? new ServerAddress(uri!.IdnHost, uri.Port) { IsEncrypted = uri.Scheme == Uri.UriSchemeHttps }
            : null;
    }

    public override string ToString() => $"{(IsEncrypted ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{Authority}";
}
