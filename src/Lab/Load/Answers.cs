using System.Text.Json;
using Cartwright.Lab.Http;

namespace Cartwright.Lab.Load;

/// <summary>What an answer to a checkout means.</summary>
internal static class Answers
{
    public static Outcome Judge(WireResponse response) => response.Status switch
    {
        >= 200 and < 300 => JudgeStatus(Property(response.Body.Span, "status"u8)),
        400 => Outcome.Refused,
        429 => Outcome.Shed,
        _ => Outcome.Failed,
    };

    /// <summary>The endpoint that does nothing has nothing to say but that it was reached.</summary>
    public static Outcome JudgeNull(WireResponse response) =>
        response.Status == 200 ? Outcome.Committed : Outcome.Failed;

    /// <summary>A text property of the body's outermost object; null where there is none.</summary>
    public static string? Property(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
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
                    return reader.TokenType == JsonTokenType.String ? Text(ref reader) : null;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: then it does not say what we look for, and the caller treats it as such.
            return null;
        }

        return null;
    }

    /// <summary>
    /// Only "paid" is a success. A success that does not say how it ended is not believed: the order is asked.
    /// </summary>
    private static Outcome JudgeStatus(string? status) => status switch
    {
        "paid" => Outcome.Committed,
        "failed" => Outcome.Refused,
        _ => Outcome.Processing,
    };

    /// <summary>The words that nearly every answer holds need no new string.</summary>
    private static string? Text(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("paid"u8) ? "paid" : reader.GetString();
}
