using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Cartwright.Contracts.Documents;

/// <summary>The schemas of one document, and the check of a value by one of them.</summary>
/// <param name="root">The document.</param>
internal sealed class SchemaSet(JsonObject root)
{
    private const string Components = "#/components/schemas/";

    // Schemas find each other in a registry that is not thread-safe.
    private static readonly Lock Registry = new();

    private readonly JsonObject _components = root["components"]?["schemas"]?.AsObject() ?? [];

    /// <summary>The schema that the document gives a name, or null.</summary>
    public JsonSchema? Named(string name) =>
        _components[name] is null ? null : Compile(new JsonObject { ["$ref"] = Components + name });

    /// <summary>A schema of the document, with the schemas that it refers to.</summary>
    public JsonSchema Compile(JsonNode schema)
    {
        var whole = schema.DeepClone().AsObject();
        whole["$defs"] = _components.DeepClone();
        var text = whole.ToJsonString().Replace(Components, "#/$defs/", StringComparison.Ordinal);
        lock (Registry)
        {
            return JsonSchema.FromText(text);
        }
    }

    /// <summary>The reasons why a value does not fit a schema; none if it fits.</summary>
    public static IReadOnlyList<string> FindErrors(JsonSchema schema, JsonElement value)
    {
        lock (Registry)
        {
            var found = schema.Evaluate(
                value, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
            return found.IsValid
                ? []
                :
                [
                    "does not fit its schema",
                    .. (found.Details ?? []).SelectMany(detail =>
                        detail.Errors?.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}") ?? []),
                ];
        }
    }
}
