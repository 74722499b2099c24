namespace Cartwright.Web.Http;

/// <summary>A request is refused before it reaches the business; the code tells why.</summary>
internal sealed class ProblemException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
