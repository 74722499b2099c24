using System.Text.Json.Nodes;
using Cartwright.Conformance.Servers;
using Cartwright.Tidy.Source;

namespace Cartwright.Tidy;

/// <summary>The parser of AsyncAPI's makers reads the description of the public events.</summary>
[Trait("Kind", "Long")]
public sealed class AsyncApiTests
{
    private const string Description = "docs/asyncapi.yaml";
    private const string Schema = "docs/events/order-event.schema.json";

    [Fact]
    public async Task The_description_is_valid_and_each_message_has_the_published_schema()
    {
        var (status, said) = await ParseAsync(SourceTree.FindRoot());
        Assert.True(status == 0, said);
        var messages = JsonNode.Parse(said)!["messages"]!.AsArray();
        Assert.Equal(
            ["accepted", "paid", "failed", "cancelling", "cancelled"],
            messages.Select(message => $"{message!["name"]}".Split('.')[^1]));
        Assert.All(messages, message => Assert.Equal(
            $"{message!["name"]}", $"{message["payload"]!["properties"]!["type"]!["const"]}"));
    }

    // A parser that accepts everything would be useless.
    [Theory]
    [InlineData("action: send", "action: shout")]
    [InlineData("#/components/messages/orderPaid", "#/components/messages/orderBought")]
    [InlineData("#/$defs/OrderPaid", "#/$defs/OrderBought")]
    public async Task A_seeded_mistake_is_found(string right, string wrong)
    {
        var root = SourceTree.FindRoot();
        var folder = Directory.CreateTempSubdirectory("cartwright-asyncapi-");
        try
        {
            foreach (var file in new[] { Description, Schema })
            {
                var copy = Path.Combine(folder.FullName, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllText(copy, File.ReadAllText(Path.Combine(root, file)).Replace(right, wrong));
            }

            var (status, said) = await ParseAsync(folder.FullName);
            Assert.True(status == 1, said);
            Assert.Contains("\"errors\":[\"", said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Status, string Output)> ParseAsync(string folder)
    {
        var node = Prerequisites.RequireNode(SourceTree.FindRoot());
        return await Command.RunAsync(
            "node", [Path.Combine(node, "parse-asyncapi.mjs"), Path.Combine(folder, Description)], folder);
    }
}
