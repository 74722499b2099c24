using System.Text.Json;

namespace Cartwright.Lab.Http;

/// <summary>The members of an answer's JSON, read without a copy of it.</summary>
internal static class JsonBody
{
    /// <summary>A text property of the body's outermost object; null where there is none.</summary>
    public static string? Text(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var found = reader.ValueTextEquals(name);
                if (reader.Read() && found)
                {
                    return reader.TokenType == JsonTokenType.String ? Shared(ref reader) : null;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: then it does not have the wanted member, and the caller treats it as such.
            return null;
        }

        return null;
    }

    /// <summary>The words that nearly every answer holds need no new string.</summary>
    private static string? Shared(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("paid"u8) ? "paid" : reader.GetString();
}
