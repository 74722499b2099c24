using System.Text;

namespace Cartwright.Client;

/// <summary>An answer with its whole body.</summary>
/// <param name="Status">The status code.</param>
/// <param name="IsJson">Whether the body is JSON, a problem included.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">The pause that the shop asks for; null: none.</param>
internal sealed record ShopAnswer(int Status, bool IsJson, byte[] Body, TimeSpan? RetryAfter)
{
    private const int ShownMax = 300;

    /// <summary>The open stream of events, which its receiver disposes; null for every other answer.</summary>
    public HttpResponseMessage? Stream { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The problem of an answer that is no success; null for a success.</summary>
    public ShopRejection? Problem => IsSuccess ? null : field ??= ProblemReader.ReadProblem(this);

    /// <summary>The beginning of the body, for a message.</summary>
    public string Shown => Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, ShownMax));
}
