using System.Text.Json;
using Json.Schema;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>The published schema of public events, as a consumer uses it.</summary>
internal sealed class OrderEventSchema
{
    private static readonly EvaluationOptions Options = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    private readonly Lock _lock = new();
    private readonly JsonSchema _schema;

    private OrderEventSchema(string text) => _schema = JsonSchema.FromText(text);

    /// <summary>The schema in docs/events.</summary>
    public static OrderEventSchema Published { get; } = new(File.ReadAllText(FindFile()));

    /// <summary>The mistakes of an event, empty if it fits.</summary>
    public IReadOnlyList<string> MistakesIn(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);

        // Schemas find each other in a registry that is not thread-safe.
        lock (_lock)
        {
            var found = _schema.Evaluate(document.RootElement, Options);
            return found.IsValid
                ? []
                :
                [
                    "It does not fit.",
                    .. (found.Details ?? []).SelectMany(detail =>
                        detail.Errors?.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}") ?? []),
                ];
        }
    }

    private static string FindFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "events", "order-event.schema.json");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("No docs/events/order-event.schema.json above the tests.");
    }
}
