using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>Metadata of an endpoint: a header of its answers with some statuses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">Its meaning.</param>
/// <param name="Example">A value.</param>
/// <param name="IsAlwaysThere">Whether each answer with one of the statuses has it.</param>
/// <param name="Statuses">The statuses.</param>
internal sealed record AnswerHeader(
    string Name, string Meaning, JsonNode Example, bool IsAlwaysThere, params IReadOnlyList<int> Statuses)
{
    public const string RetryAfter = "Retry-After";

    /// <summary>The header that asks to come back.</summary>
    public static AnswerHeader Later(bool isAlwaysThere, params IReadOnlyList<int> statuses) =>
        new(RetryAfter, "Seconds after which to try again.", 1, isAlwaysThere, statuses);

    /// <summary>The header in the OpenAPI document.</summary>
    public OpenApiHeader ToHeader() => new()
    {
        Description = Meaning,
        Required = IsAlwaysThere,
        Example = Example.DeepClone(),
        Schema = Example.GetValueKind() is System.Text.Json.JsonValueKind.Number
            ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" }
            : new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
