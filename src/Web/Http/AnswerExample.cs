using System.Text.Json.Nodes;

namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: an answer as it can be.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Value">Its body.</param>
internal sealed record AnswerExample(int Status, string Type, JsonNode Value);
