using System.Text.Json.Nodes;

namespace Cartwright.Contracts.Documents;

/// <summary>An OpenAPI document as a client reads it: its operations, with all references resolved.</summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonObject _root;

    private ApiDocument(JsonObject root)
    {
        _root = root;
        Schemas = new SchemaSet(root);
        Operations =
        [
            .. from path in root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               where Methods.Contains(method.Key)
               select ReadOperation(path.Key, method.Key, path.Value!.AsObject(), method.Value!.AsObject()),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public SchemaSet Schemas { get; }

    /// <summary>Reads a document from its JSON.</summary>
    public static ApiDocument Parse(string text) => new(JsonNode.Parse(text)!.AsObject());

    /// <summary>The operation with this name.</summary>
    public ApiOperation Find(string id) => Operations.Single(operation => operation.Id == id);

    /// <summary>Whether the document describes this method of this path.</summary>
    public bool Describes(string method, string path) =>
        Operations.Any(operation => operation.Method == method && operation.Path == path);

    private ApiOperation ReadOperation(string path, string method, JsonObject shared, JsonObject operation)
    {
        var parameters = PartsOf(shared, "parameters").Concat(PartsOf(operation, "parameters")).Select(ReadParameter);
        return new ApiOperation(
            operation["operationId"]?.GetValue<string>() ?? $"{method} {path}",
            method.ToUpperInvariant(),
            path,
            [.. parameters],
            operation["responses"]!.AsObject().ToDictionary(
                answer => answer.Key, answer => ReadAnswer(Resolve(answer.Value!).AsObject())));
    }

    private static IEnumerable<JsonNode> PartsOf(JsonObject owner, string name) =>
        owner[name] is JsonArray parts ? parts.OfType<JsonNode>() : [];

    private ApiParameter ReadParameter(JsonNode node)
    {
        var parameter = Resolve(node).AsObject();
        var schema = Resolve(parameter["schema"]!).AsObject();
        return new ApiParameter(
            parameter["name"]!.GetValue<string>(),
            parameter["in"]!.GetValue<string>(),
            schema,
            Schemas.Compile(parameter["schema"]!));
    }

    private ApiAnswer ReadAnswer(JsonObject answer)
    {
        var contents = answer["content"] is JsonObject content
            ? content.ToDictionary(
                media => media.Key,
                media => media.Value!["schema"] is { } schema ? Schemas.Compile(schema) : null,
                StringComparer.OrdinalIgnoreCase)
            : [];
        var headers = answer["headers"] is JsonObject declared
            ? declared.ToDictionary(
                header => header.Key, header => ReadHeader(Resolve(header.Value!)), StringComparer.OrdinalIgnoreCase)
            : [];
        return new ApiAnswer(contents, headers, answer["x-codes"]?.AsArray().GetValues<string>().ToList());
    }

    private ApiHeader ReadHeader(JsonNode header) => new(
        header["required"]?.GetValue<bool>() ?? false,
        Resolve(header["schema"]!).AsObject(),
        Schemas.Compile(header["schema"]!));

    // References of this document only: it has to be whole.
    private JsonNode Resolve(JsonNode node) => node is JsonObject part && part["$ref"] is { } reference
        ? Resolve(reference.GetValue<string>().TrimStart('#', '/').Split('/')
            .Aggregate((JsonNode)_root, (place, name) => place[name]
                ?? throw new InvalidOperationException($"The document has no {reference}.")))
        : node;
}
