using System.Text.Json;
using Cartwright.Contracts.Documents;
using Json.Schema;

namespace Cartwright.Contracts.Fuzzing;

/// <summary>Compares an answer with the document.</summary>
/// <param name="document">The document.</param>
internal sealed class Judge(ApiDocument document)
{
    private const string ProblemType = "application/problem+json";
    private const string StreamType = "text/event-stream";

    // The codes of a request whose values the document allows, and the shop does not read.
    private static readonly string[] Unreadable =
        ["malformed-number", "malformed-query", "malformed-idempotency-key", "malformed-body", "out-of-range"];

    private readonly Lazy<JsonSchema> _problem = document.Schemas.Named("Problem")
        ?? throw new InvalidOperationException("The document has no schema for problems.");

    /// <summary>The mistakes of an answer; none if it is as the document declares.</summary>
    public IEnumerable<string> FindMistakes(Trial trial, WireAnswer answer) =>
        IsBeforeTheShop(trial, answer) ? []
        : answer.Status == 0 ? ["the connection ended without an answer"]
        : trial.Operation is null ? FindInUndescribed(trial, answer)
        : FindInStatus(trial.Operation, answer).Concat(FindInValidity(trial, answer));

    // The web server answers a request that is not valid HTTP, or too long, with a status alone.
    private static bool IsBeforeTheShop(Trial trial, WireAnswer answer) =>
        trial.Validity is Validity.NoHttp or Validity.Open
        && answer is { Status: 400 or 414 or 431, Body: "" };

    private IEnumerable<string> FindInUndescribed(Trial trial, WireAnswer answer)
    {
        if (answer.Status is < 400 or >= 500)
        {
            yield return $"{answer.Status}, and the document describes no such call";
        }
        else if (trial.Method == "HEAD" ? answer.Body != "" : answer.ContentType != ProblemType)
        {
            yield return $"{answer.Status} is no problem document: {answer.ContentType} {answer.Body}";
        }
        else if (answer.Body != "")
        {
            foreach (var error in FindInValue(_problem, answer.Body))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> FindInStatus(ApiOperation operation, WireAnswer answer)
    {
        if (!operation.Answers.TryGetValue($"{answer.Status}", out var declared))
        {
            return [$"undeclared status {answer.Status}: {answer.Body}"];
        }

        // A 500 is declared everywhere, and always a mistake of the shop.
        return answer.Status is >= 500 and not 503
            ? [$"status {answer.Status}: {answer.Body}"]
            : FindInBody(declared, answer).Concat(FindInHeaders(declared, answer));
    }

    private static IEnumerable<string> FindInBody(ApiAnswer declared, WireAnswer answer)
    {
        if (declared.Contents.Count == 0)
        {
            return answer.Body == "" ? [] : [$"{answer.Status} has an undeclared body: {answer.Body}"];
        }

        return !declared.Contents.TryGetValue(answer.ContentType, out var schema)
            ? [$"{answer.Status} has the undeclared content type '{answer.ContentType}'"]
            : schema is null ? []
            : ValuesOf(answer).SelectMany(value => FindInValue(schema, value, answer.ContentType))
                .Concat(FindInCode(declared, answer));
    }

    private static IEnumerable<string> FindInCode(ApiAnswer declared, WireAnswer answer) =>
        declared.Codes is null || declared.Codes.Any(code => HasCode(answer, code))
            ? []
            : [$"{answer.Status} has an undeclared code: {answer.Body}"];

    private static bool HasCode(WireAnswer answer, string code) =>
        answer.Body.Contains($"\"code\":\"{code}\"", StringComparison.Ordinal);

    private static IEnumerable<string> ValuesOf(WireAnswer answer) => answer.ContentType != StreamType
        ? [answer.Body]
        : answer.Body.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(line => line["data: ".Length..]);

    private static IEnumerable<string> FindInValue(Lazy<JsonSchema> schema, string body, string type = ProblemType)
    {
        JsonElement value;
        try
        {
            value = type == "text/plain" ? JsonSerializer.SerializeToElement(body) : JsonElement.Parse(body);
        }
        catch (JsonException broken)
        {
            return [$"is no JSON: {broken.Message} {body}"];
        }

        return SchemaSet.FindErrors(schema, value).Select(error => $"{error} {body}");
    }

    private static IEnumerable<string> FindInHeaders(ApiAnswer declared, WireAnswer answer)
    {
        foreach (var (name, header) in declared.Headers)
        {
            if (!answer.Headers.TryGetValue(name, out var text))
            {
                if (header.IsRequired)
                {
                    yield return $"{answer.Status} has no {name}";
                }

                continue;
            }

            var value = ApiParameter.TypesOf(header.Schema).Contains("integer") && long.TryParse(text, out var number)
                ? JsonSerializer.SerializeToElement(number)
                : JsonSerializer.SerializeToElement(text);
            foreach (var error in SchemaSet.FindErrors(header.Check, value))
            {
                yield return $"{name}: {text} {error}";
            }
        }
    }

    // Values that the document allows are read, and others are rejected.
    private static IEnumerable<string> FindInValidity(Trial trial, WireAnswer answer)
    {
        if (trial.Validity is Validity.Invalid or Validity.NoHttp && answer.Status is < 400 or >= 500)
        {
            yield return $"{answer.Status} for a value that the document does not allow";
        }
        else if (trial.Validity is Validity.Valid
            && Unreadable.FirstOrDefault(code => HasCode(answer, code)) is { } code)
        {
            yield return $"{code} for values that the document allows: {answer.Body}";
        }
    }
}
