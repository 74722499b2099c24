using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cartwright.Web.Endpoints;

/// <summary>A line of an order, written as a pair of item and quantity.</summary>
[JsonConverter(typeof(PairConverter))]
internal readonly record struct PairAnswer(string Item, long Quantity)
{
    internal sealed class PairConverter : JsonConverter<PairAnswer>
    {
        public override PairAnswer Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are only written.");

        public override void Write(Utf8JsonWriter writer, PairAnswer value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(value.Item);
            writer.WriteNumberValue(value.Quantity);
            writer.WriteEndArray();
        }
    }
}
