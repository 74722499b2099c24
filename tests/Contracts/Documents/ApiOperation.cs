using System.Text.Json.Nodes;
using Json.Schema;

namespace Cartwright.Contracts.Documents;

/// <summary>One method of one path.</summary>
/// <param name="Id">Its operationId.</param>
/// <param name="Method">In capital letters.</param>
/// <param name="Path">Its template.</param>
/// <param name="Parameters">Those of its path, its query and its headers.</param>
/// <param name="Answers">Its declared answers by status, <c>default</c> among them if it is declared.</param>
internal sealed record ApiOperation(
    string Id,
    string Method,
    string Path,
    IReadOnlyList<ApiParameter> Parameters,
    IReadOnlyDictionary<string, ApiAnswer> Answers)
{
    public IEnumerable<ApiParameter> InPath => Parameters.Where(parameter => parameter.In == "path");

    public IEnumerable<ApiParameter> InQuery => Parameters.Where(parameter => parameter.In == "query");

    public IEnumerable<ApiParameter> InHeaders => Parameters.Where(parameter => parameter.In == "header");
}

/// <summary>A parameter of an operation.</summary>
/// <param name="Schema">Its schema as it is written, without a reference.</param>
/// <param name="Check">The same, to check values.</param>
internal sealed record ApiParameter(string Name, string In, JsonObject Schema, Lazy<JsonSchema> Check)
{
    public bool IsInteger => TypesOf(Schema).Contains("integer");

    /// <summary>The types that a schema allows.</summary>
    public static IReadOnlyList<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => type!.GetValue<string>())],
        { } type => [type.GetValue<string>()],
        null => [],
    };
}

/// <summary>A declared answer.</summary>
/// <param name="Contents">The schema of its body by content type; no entry where it has no body.</param>
/// <param name="Headers">Its declared headers.</param>
/// <param name="Codes">The codes that its problem can have; null where it has none.</param>
internal sealed record ApiAnswer(
    IReadOnlyDictionary<string, Lazy<JsonSchema>?> Contents,
    IReadOnlyDictionary<string, ApiHeader> Headers,
    IReadOnlyList<string>? Codes);

/// <summary>A declared header of an answer.</summary>
internal sealed record ApiHeader(bool IsRequired, JsonObject Schema, Lazy<JsonSchema> Check);
