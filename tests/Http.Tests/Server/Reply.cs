using System.Text.Json;

namespace Cartwright.Http.Tests.Server;

/// <summary>The server's answer.</summary>
/// <param name="Status">The status code; 0 if the connection was closed without an answer.</param>
/// <param name="Headers">The headers by their names, in any case.</param>
/// <param name="Body">The body as text.</param>
internal sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string ContentType => Header("Content-Type") ?? "";

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The text member of a JSON answer.</summary>
    public string Text(string member) => Json.GetProperty(member).GetString()!;

    /// <summary>Fails unless the answer is a success with just this JSON.</summary>
    public void MustBeJson(string json)
    {
        Assert.Equal((200, json), (Status, Body));
        Assert.Equal("application/json", ContentType);
    }

    /// <summary>Fails unless the answer is a success with just this line of text.</summary>
    public void MustBeText(string text)
    {
        Assert.Equal((200, text), (Status, Body));
        Assert.Equal("text/plain; charset=utf-8", ContentType);
    }

    /// <summary>Fails unless the answer is a complete problem document with this status and code.</summary>
    public Reply MustBeProblem(int status, string code)
    {
        Assert.True(status == Status, $"{status} {code} expected, but it was {Status} {Body}");
        Assert.Equal("application/problem+json", ContentType);
        var problem = Json;
        Assert.Equal(
            ["type", "title", "status", "detail", "code", "traceId"],
            problem.EnumerateObject().Select(member => member.Name).Except(["item_id", "wanted", "available"]));
        Assert.Equal(code, Text("code"));
        Assert.Equal("urn:cartwright:errors:" + code, Text("type"));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.All(["title", "detail"], member => Assert.NotEmpty(Text(member)));
        Assert.Matches("^[0-9a-f]{32}$", Text("traceId"));
        return this;
    }
}
