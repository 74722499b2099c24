using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cartwright.Client;

/// <summary>Reads successes. One that cannot be read is an <see cref="InvalidDataException"/>.</summary>
internal static class AnswerReader
{
    public static T Read<T>(ShopAnswer answer, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw Unreadable(answer, null);
        }
        catch (JsonException fault)
        {
            throw Unreadable(answer, fault);
        }
    }

    public static ShopOrder ReadOrder(ShopAnswer answer) =>
        Read(answer, ClientJson.Default.OrderBody) is { HasLines: true } body
            ? body.ToOrder()
            : throw Unreadable(answer, null);

    /// <summary>A page of orders. One that would lead to itself, without an order, is unreadable.</summary>
    public static PageBody ReadPage(ShopAnswer answer) =>
        Read(answer, ClientJson.Default.PageBody) is var page && page.Orders.All(order => order.HasLines)
        && (page.Next is null || (page.Orders.Count > 0 && page.Next == page.Orders[^1].OrderId))
            ? page
            : throw Unreadable(answer, null);

    /// <summary>A text member of the answer.</summary>
    public static string ReadText(ShopAnswer answer, string member) =>
        Read(answer, ClientJson.Default.JsonElement) is { ValueKind: JsonValueKind.Object } body
        && body.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Unreadable(answer, null);

    /// <summary>A number of the answer: a member, or the last word of its line of text.</summary>
    public static long ReadAmount(ShopAnswer answer, string member)
    {
        if (!answer.IsJson)
        {
            var words = answer.Shown.Split(' ');
            return long.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? last
                : throw Unreadable(answer, null);
        }

        return Read(answer, ClientJson.Default.JsonElement) is { ValueKind: JsonValueKind.Object } body
            && body.TryGetProperty(member, out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt64(out var amount)
            ? amount
            : throw Unreadable(answer, null);
    }

    private static InvalidDataException Unreadable(ShopAnswer answer, Exception? cause) =>
        new($"An answer with {answer.Status} cannot be read: {answer.Shown}", cause);
}
