using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Cartwright.Web.Http;

/// <summary>A problem document (RFC 9457): the body of every refusal.</summary>
[Description("A problem document (RFC 9457). Programs look at the code.")]
internal sealed record Problem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("traceId"), TraceSchema] string TraceId);

/// <summary>How a problem is written, generated at build time.</summary>
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
