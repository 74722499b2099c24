namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: it can answer with a problem that has this code.</summary>
internal sealed record Refusal(int Status, string Code);
