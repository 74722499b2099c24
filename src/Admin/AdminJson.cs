using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cartwright.Admin;

/// <summary>The JSON of all types here: snake case, ids as text, times in milliseconds since 1970.</summary>
public static class AdminJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };
}
