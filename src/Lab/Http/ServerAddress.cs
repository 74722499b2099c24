namespace Cartwright.Lab.Http;

/// <summary>Where a shop listens: plain HTTP only, no path.</summary>
internal sealed record ServerAddress(string Host, int Port)
{
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    public static ServerAddress? TryParse(string text, out string? error)
    {
        error = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            error = $"'{text}' is not a URL; expected something like http://127.0.0.1:8000";
        }
        else if (uri.Scheme != Uri.UriSchemeHttp)
        {
            error = $"'{text}' is not plain HTTP; expected something like http://127.0.0.1:8000";
        }
        else if (uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            error = $"'{text}' has more than a host and a port; expected something like http://127.0.0.1:8000";
        }

        return error is null ? new ServerAddress(uri!.IdnHost, uri.Port) : null;
    }

    public override string ToString() => $"http://{Authority}";
}
