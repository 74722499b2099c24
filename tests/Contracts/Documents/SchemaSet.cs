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
    public Lazy<JsonSchema>? Named(string name) =>
        _components[name] is null ? null : Compile(new JsonObject { ["$ref"] = Components + name });

    /// <summary>
    /// A schema of the document, with the schemas that it refers to. It is made when it is needed: most tests need few
    /// of the hundreds that a document has.
    /// </summary>
    public Lazy<JsonSchema> Compile(JsonNode schema) => new(() => Build(schema));

    /// <summary>The reasons why a value does not fit a schema; none if it fits.</summary>
    public static IReadOnlyList<string> FindErrors(Lazy<JsonSchema> schema, JsonElement value)
    {
        var compiled = schema.Value;
        lock (Registry)
        {
            // Most values fit; the reasons cost several times as much as the verdict.
            if (compiled.Evaluate(value, OptionsOf(OutputFormat.Flag)).IsValid)
            {
                return [];
            }

            var found = compiled.Evaluate(value, OptionsOf(OutputFormat.List));
            return
            [
                "does not fit its schema",
                .. (found.Details ?? []).SelectMany(detail =>
                    detail.Errors?.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}") ?? []),
            ];
        }
    }

    private static EvaluationOptions OptionsOf(OutputFormat format) =>
        new() { OutputFormat = format, RequireFormatValidation = true };

    private JsonSchema Build(JsonNode schema)
    {
        var whole = schema.DeepClone().AsObject();
        whole["$defs"] = _components.DeepClone();
        var text = whole.ToJsonString().Replace(Components, "#/$defs/", StringComparison.Ordinal);
        lock (Registry)
        {
            return JsonSchema.FromText(text);
        }
    }
}
