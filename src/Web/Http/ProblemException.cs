namespace Cartwright.Web.Http;

/// <summary>A request is rejected before it reaches the business; the code names the reason.</summary>
internal sealed class ProblemException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
