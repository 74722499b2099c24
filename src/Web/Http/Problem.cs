using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Cartwright.Web.Http;

/// <summary>A problem document (RFC 9457): the body of every refusal.</summary>
/// <param name="Type">Its code as a name.</param>
/// <param name="Title">The meaning of its code.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">More for people.</param>
/// <param name="Code">The reason, for programs.</param>
/// <param name="ItemId">The item that is the reason; null if none is.</param>
/// <param name="Wanted">The units or the credit that were asked for, where there is too little.</param>
/// <param name="Available">The units or the credit that there were.</param>
/// <param name="TraceId">The trace of the request.</param>
[Description("A problem document (RFC 9457). Programs look at the code.")]
internal sealed record Problem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("item_id"), DigitsSchema, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? ItemId,
    [property: JsonPropertyName("wanted"), AmountSchema, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    long? Wanted,
    [property: JsonPropertyName("available"), AmountSchema, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    long? Available,
    [property: JsonPropertyName("traceId"), TraceSchema] string TraceId);

/// <summary>How a problem is written, generated at build time.</summary>
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
