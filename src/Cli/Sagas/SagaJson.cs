using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cartwright.Admin;
using Cartwright.Admin.Sagas;
using Cartwright.Domain.Views;

namespace Cartwright.Cli.Sagas;

/// <summary>Sagas as JSON: ids as text, times in milliseconds since 1970.</summary>
internal static class SagaJson
{
    private static readonly string[] _left = ["lines", "silent"];

    private static readonly JsonSerializerOptions _options = new(AdminJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    /// <summary>One saga, on one line.</summary>
    public static string TextOf(SagaView view) => JsonSerializer.Serialize(SagaReports.DetailOf(view, []), _options);

    /// <summary>A list of sagas, on one line.</summary>
    public static string TextOf(IEnumerable<SagaView> views) =>
        JsonSerializer.Serialize(views.Select(view => SagaReports.DetailOf(view, [])), _options);

    // A program that reads the output sees the members that it always had.
    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type == typeof(SagaDetail))
        {
            foreach (var left in type.Properties.Where(property => _left.Contains(property.Name)).ToList())
            {
                type.Properties.Remove(left);
            }
        }
    }
}
