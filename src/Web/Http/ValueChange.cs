namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: it moves money, stock or the rules of them.</summary>
internal sealed record ValueChange;

/// <summary>The code of the problem that a request was answered with.</summary>
internal sealed record AnsweredProblem(string Code);
