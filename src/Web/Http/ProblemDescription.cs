using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Cartwright.Web.Http;

/// <summary>
/// Problems in an OpenAPI document. All of them have one schema, so that a generated client has one type for them. The
/// codes that can come with a status are an extension of the answer: a generator merges a schema beside a reference
/// into a type that has the codes of one status only. Each code has an example.
/// </summary>
internal static class ProblemDescription
{
    private const string CodeName = "ProblemCode";
    private const string CodeMember = "code";
    private const string CodesOfStatus = "x-codes";
    // The codes of requests that no call of the document answers.
    private static readonly string[] Elsewhere = [ProblemCodes.NoSuchPath, ProblemCodes.MethodNotAllowed];

    private const string ExampleTrace = "0fbe3738508aa20f4267bfcaf3fd3c17";

    /// <summary>Adds the parts of all problems.</summary>
    public static void AddProblems(OpenApiDocument document, IEnumerable<Refusal> refusals)
    {
        var all = refusals.Distinct().OrderBy(ExampleOf, StringComparer.Ordinal).ToList();
        if (all.Count == 0)
        {
            return;
        }

        document.AddComponent<IOpenApiSchema>(CodeName, new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "The reason of a rejection. Later versions may have more of them.",
            Enum =
            [
                .. all.Select(refusal => refusal.Code).Concat(Elsewhere).Distinct().Order(StringComparer.Ordinal)
                    .Select(code => (JsonNode)code),
            ],
        });
        var problem = (OpenApiSchema)document.Components!.Schemas![nameof(Problem)];
        problem.Properties![CodeMember] = new OpenApiSchemaReference(CodeName, document);
        foreach (var refusal in all)
        {
            document.AddComponent<IOpenApiExample>(ExampleOf(refusal), new OpenApiExample
            {
                Summary = ProblemCodes.FindCode(refusal.Code).Title + ".",
                Value = ProblemOf(refusal),
            });
        }
    }

    /// <summary>Completes the answer with a problem of these codes.</summary>
    public static void CompleteAnswer(
        OpenApiResponse answer, IReadOnlyList<Refusal> refusals, OpenApiDocument document)
    {
        var codes = refusals.Select(refusal => ProblemCodes.FindCode(refusal.Code)).ToList();
        answer.Description = string.Join(
            " · ", refusals.Zip(codes, (refusal, code) => $"{refusal.Code}: {code.Title}."));
        JsonNode[] codesOfStatus = [.. refusals.Select(refusal => (JsonNode)refusal.Code)];
        answer.AddExtension(CodesOfStatus, new JsonNodeExtension(new JsonArray(codesOfStatus)));
        var body = (OpenApiMediaType)answer.Content![Problems.ContentType];
        body.Schema = new OpenApiSchemaReference(nameof(Problem), document);
        body.Examples = refusals.ToDictionary(
            refusal => refusal.Code,
            refusal => (IOpenApiExample)new OpenApiExampleReference(ExampleOf(refusal), document));
        if (codes.Any(code => code.IsPassing))
        {
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
            answer.Headers[AnswerHeader.RetryAfter] =
                AnswerHeader.Later(codes.All(code => code.IsPassing)).ToHeader();
        }
    }

    // A code with another status than its usual one is another example.
    private static string ExampleOf(Refusal refusal) =>
        refusal.Status == ProblemCodes.FindCode(refusal.Code).Status
            ? refusal.Code
            : $"{refusal.Code}-{refusal.Status}";

    private static JsonNode ProblemOf(Refusal refusal)
    {
        var title = ProblemCodes.FindCode(refusal.Code).Title;
        var problem = new Problem(
            Problems.TypePrefix + refusal.Code,
            title,
            refusal.Status,
            title + ".",
            refusal.Code,
            ItemId: null,
            Wanted: null,
            Available: null,
            ExampleTrace);
        return JsonSerializer.SerializeToNode(problem, ProblemJson.Default.Problem)!;
    }
}
