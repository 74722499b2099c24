using System.Text.Json;

namespace Cartwright.Client;

/// <summary>Reads problem documents (RFC 9457).</summary>
internal static class ProblemReader
{
    private static readonly string[] Known = ["type", "title", "status", "detail", "code", "traceId"];

    /// <summary>The problem of an answer. An answer that is no such document has no code.</summary>
    public static ShopRejection ReadProblem(ShopAnswer answer)
    {
        if (!answer.IsJson)
        {
            return new ShopRejection("", answer.Status, answer.Shown);
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadObject(document.RootElement, answer.Status)
                : new ShopRejection("", answer.Status, answer.Shown);
        }
        catch (JsonException)
        {
            return new ShopRejection("", answer.Status, answer.Shown);
        }
    }

    private static ShopRejection ReadObject(JsonElement problem, int status)
    {
        Dictionary<string, JsonElement> members = [];
        foreach (var member in problem.EnumerateObject().Where(member => !Known.Contains(member.Name)))
        {
            members[member.Name] = member.Value.Clone();
        }

        return new ShopRejection(TextOf(problem, "code") ?? "", status, TextOf(problem, "detail") ?? "")
        {
            TraceId = TextOf(problem, "traceId"),
            Members = members,
        };
    }

    private static string? TextOf(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;
}
