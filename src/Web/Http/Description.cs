using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>Adds headers, refusals and kinds of answers to the OpenAPI document, which only knows paths.</summary>
internal static class Description
{
    private const string Problem = "Problem";

    private static readonly string[] Members = ["type", "title", "status", "detail", "code", "traceId"];

    private static readonly Dictionary<string, string> Refusals = new()
    {
        ["400"] = "The request is malformed, or the business refuses it; the code tells why.",
        ["404"] = "There is no such order, item or user.",
        ["409"] = "The order is not in a state for this, or a request with the same key is in progress.",
        ["422"] = "The Idempotency-Key belongs to another request.",
        ["429"] = "The system is full; nothing was accepted.",
        ["503"] = "It cannot be served now; the code tells whether anything can have happened.",
    };

    public static Task CompleteAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Cartwright",
            Version = typeof(Description).Assembly.GetName().Version!.ToString(fieldCount: 3),
            Description = "An event-driven checkout. Numbers in paths are decimal digits, at most 18 of them.",
        };
        document.AddComponent(Problem, ProblemSchema());
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations!.Where(_ => !path.Contains("/healthz/")))
            {
                Complete(document, path, method == HttpMethod.Post, operation);
            }
        }

        return Task.CompletedTask;
    }

    private static void Complete(OpenApiDocument document, string path, bool isPost, OpenApiOperation operation)
    {
        var isAttempt = path.Contains("/checkout/") || path.Contains("/cancel/");
        operation.Responses = new OpenApiResponses { ["200"] = Answer("Done.", SuccessTypeOf(path), schema: null) };
        if (isAttempt)
        {
            operation.Responses["202"] = Answer("The wait ended before the outcome.", "application/json", schema: null);
        }

        var isStream = path.Contains("/events/");
        if (isStream)
        {
            operation.Responses["204"] = new OpenApiResponse { Description = "Nothing is in flight, and all is told." };
        }

        var hasNotFound = path.Contains("_id}") && !path.Contains("/create/");
        foreach (var (status, meaning) in Refusals.Where(r => isPost || Concerns(r.Key, isStream)))
        {
            if (status != "404" || hasNotFound)
            {
                operation.Responses[status] = Answer(
                    meaning, "application/problem+json", new OpenApiSchemaReference(Problem, document));
            }
        }

        operation.Parameters ??= [];
        if (isPost)
        {
            operation.Parameters.Add(Header("Idempotency-Key", "The first answer is repeated for the same key.", 255));
        }

        if (isStream)
        {
            operation.Parameters.Add(Header("Last-Event-ID", "Only what came after this event is told.", null));
        }

        if (isAttempt)
        {
            operation.Parameters.Add(Header("Prefer", "wait=N waits up to N seconds; respond-async does not.", null));
        }
    }

    // Of something that changes nothing.
    private static bool Concerns(string status, bool isStream) =>
        status is "400" or "404" or "503" || (isStream && status is "429");

    private static string SuccessTypeOf(string path) => path.Contains("/events/") ? "text/event-stream"
        : path.EndsWith("/{amount}", StringComparison.Ordinal) || path.EndsWith("/{quantity}", StringComparison.Ordinal)
            ? "text/plain"
            : "application/json";

    private static OpenApiResponse Answer(string meaning, string contentType, IOpenApiSchema? schema) => new()
    {
        Description = meaning,
        Content = new Dictionary<string, OpenApiMediaType> { [contentType] = new() { Schema = schema } },
    };

    private static OpenApiParameter Header(string name, string meaning, int? lengthMax) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = lengthMax },
    };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = Members.ToDictionary(member => member, member => (IOpenApiSchema)new OpenApiSchema
        {
            Type = member == "status" ? JsonSchemaType.Integer : JsonSchemaType.String,
        }),
    };
}
