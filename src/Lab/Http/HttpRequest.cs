namespace Cartwright.Lab.Http;

/// <summary>A request without a body, as all of the shop's are.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path, from the first slash on.</param>
internal readonly record struct HttpRequest(HttpMethod Method, string Path)
{
    /// <summary>The preference of how the answer comes, such as <c>wait=10</c>.</summary>
    public string? Prefer { get; init; }

    public string? IdempotencyKey { get; init; }
}
