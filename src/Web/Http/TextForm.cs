namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: where a client does not prefer JSON, the answer is a line of text.</summary>
/// <param name="Example">Such a line.</param>
internal sealed record TextForm(string Example);
