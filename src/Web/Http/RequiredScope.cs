namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: credentials with this scope may use it.</summary>
internal sealed record RequiredScope(string Name);
