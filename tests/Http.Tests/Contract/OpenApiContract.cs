using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cartwright.Http.Tests.Server;
using Cartwright.Web;
using Json.Schema;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Cartwright.Http.Tests.Contract;

/// <summary>
/// Compares real answers with the OpenAPI document: the status, the content type, and the body by the declared schema.
/// </summary>
internal sealed class OpenApiContract
{
    private static readonly Lazy<Task<OpenApiContract>> OfShop = new(ReadShopAsync);

    private readonly List<DeclaredCall> _calls;

    public OpenApiContract(string document)
    {
        var root = JsonNode.Parse(document)!.AsObject();
        var components = root["components"]!["schemas"]!.AsObject();
        _calls =
        [
            .. from path in root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               select new DeclaredCall(method.Key, path.Key, method.Value!["responses"]!.AsObject(), components),
        ];
    }

    /// <summary>The document of the whole shop.</summary>
    public static Task<OpenApiContract> ShopAsync() => OfShop.Value;

    /// <summary>Fails if an answer differs from its declaration.</summary>
    public void MustDeclare(HttpMethod method, string path, Reply reply)
    {
        var route = path.Split('?')[0];
        if (_calls.FirstOrDefault(call => call.Matches(method, route)) is { } declared)
        {
            declared.MustDeclare(reply);
        }
    }

    private static async Task<OpenApiContract> ReadShopAsync() =>
        new(Encoding.UTF8.GetString(await ShopDocument.ReadAsync()));

    /// <summary>The document of an admin address.</summary>
    public static Task<OpenApiContract> AdminAsync(Uri server, string? key = null) =>
        ReadAsync(server, "/openapi/admin-v1.json", key);

    private static async Task<OpenApiContract> ReadAsync(Uri server, string path, string? key)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
        return new OpenApiContract(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
    }

    /// <summary>One method of one path.</summary>
    private sealed class DeclaredCall
    {
        // Schemas find each other in a registry that is not thread-safe.
        private static readonly Lock Schemas = new();

        private readonly string _method;
        private readonly TemplateMatcher _path;
        private readonly Dictionary<int, DeclaredAnswer> _answers;

        public DeclaredCall(string method, string path, JsonObject responses, JsonObject components)
        {
            (_method, Name) = (method, $"{method} {path}");
            _path = new TemplateMatcher(TemplateParser.Parse(path), []);
            lock (Schemas)
            {
                _answers = responses.ToDictionary(
                    answer => int.Parse(answer.Key, CultureInfo.InvariantCulture),
                    answer => DeclaredAnswer.Of(answer.Value!.AsObject(), components));
            }
        }

        public string Name { get; }

        public bool Matches(HttpMethod asked, string route) =>
            asked.Method.Equals(_method, StringComparison.OrdinalIgnoreCase)
            && _path.TryMatch(route, new RouteValueDictionary());

        public void MustDeclare(Reply reply)
        {
            Assert.True(
                _answers.TryGetValue(reply.Status, out var declared),
                $"{Name} does not declare {reply.Status}: {reply.Body}");
            var type = reply.ContentType.Split(';')[0];
            Assert.True(
                declared.Schemas.TryGetValue(type, out var schema),
                $"{Name} does not declare {reply.Status} as '{type}'.");
            if (declared.Codes is not null && type == "application/problem+json")
            {
                Assert.True(
                    declared.Codes.Contains(reply.Text("code")),
                    $"{Name} does not declare {reply.Status} {reply.Body}");
            }

            foreach (var value in ValuesOf(type, reply.Body))
            {
                MustFit(schema!, value, reply);
            }
        }

        private static IEnumerable<JsonElement> ValuesOf(string type, string body) => type switch
        {
            "" => [],
            "text/plain" => [JsonSerializer.SerializeToElement(body)],
            "text/event-stream" =>
            [
                .. body.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
                    .Select(line => JsonElement.Parse(line["data: ".Length..])),
            ],
            _ => [JsonElement.Parse(body)],
        };

        private void MustFit(JsonSchema schema, JsonElement value, Reply reply)
        {
            lock (Schemas)
            {
                var found = schema.Evaluate(
                    value, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
                var errors = (found.Details ?? []).SelectMany(detail =>
                    detail.Errors?.Select(e => $"{detail.InstanceLocation} {e.Key}: {e.Value}") ?? []);
                Assert.True(
                    found.IsValid,
                    $"{Name} does not declare {reply.Status} {reply.Body}: {string.Join(" · ", errors)}");
            }
        }
    }

    /// <summary>
    /// An answer's content types, one of them empty where it has no body, with their schemas, and the codes of its
    /// problem.
    /// </summary>
    private readonly record struct DeclaredAnswer(
        IReadOnlyDictionary<string, JsonSchema?> Schemas, IReadOnlyList<string>? Codes)
    {
        public static DeclaredAnswer Of(JsonObject response, JsonObject components)
        {
            if (response["content"] is not JsonObject content)
            {
                return new DeclaredAnswer(new Dictionary<string, JsonSchema?> { [""] = null }, null);
            }

            return new DeclaredAnswer(
                content.ToDictionary(media => media.Key, media => (JsonSchema?)SchemaOf(media.Value!, components)),
                response["x-codes"]?.AsArray().GetValues<string>().ToList());
        }

        private static JsonSchema SchemaOf(JsonNode media, JsonObject components)
        {
            var schema = media["schema"]!.DeepClone().AsObject();
            schema["$defs"] = components.DeepClone();
            return JsonSchema.FromText(
                schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
        }
    }
}
