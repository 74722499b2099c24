using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cartwright.Cli.Messages;

/// <summary>
/// A message as it is shown to programs. Many of them, such as jq and a browser, read numbers as doubles, and would
/// change the last digits of an id: ids are texts, as at the HTTP interface, and so is each number that a double lacks.
/// </summary>
internal static class ShownJson
{
    private const long ExactMax = 1L << 53;

    // The members of messages that are numbers of entities, of attempts or of requests.
    private static readonly HashSet<string> _ids = ["id", "order", "user", "item", "request"];

    /// <summary>The message.</summary>
    public static JsonNode? Of(ReadOnlyMemory<byte> json)
    {
        var node = JsonNode.Parse(json.Span);
        Change(node);
        return node;
    }

    private static void Change(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array.ToList())
            {
                Change(element);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                Change(value);
                if (value is JsonValue single && single.TryGetValue<long>(out var number)
                    && (_ids.Contains(name) || number is < -ExactMax or > ExactMax))
                {
                    members[name] = number.ToString(CultureInfo.InvariantCulture);
                }
            }
        }
    }
}
