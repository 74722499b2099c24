using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.Domain.Storage;
using Cartwright.Engine;

namespace Cartwright.Cli.Parked;

/// <summary>Parked messages for people and for programs.</summary>
internal static class ParkedWriter
{
    private const int ErrorLettersMax = 100;

    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteList(IReadOnlyList<(string Id, ParkedMessage Message)> parked, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(Json(parked));
            return;
        }

        foreach (var (id, message) in parked)
        {
            var error = message.Error.ReplaceLineEndings(" ");
            var due = message.Due is null ? "" : ", to be tried again";
            Console.WriteLine($"{id}  {EnumText.Of(message.To)}, parked {TimeOf(message.At)}{due}");
            Console.WriteLine($"    {error[..Math.Min(error.Length, ErrorLettersMax)]}");
        }

        Console.WriteLine(parked.Count == 0 ? "Nothing is parked." : $"{parked.Count} parked.");
    }

    public static void Write(string id, ParkedMessage parked)
    {
        Console.WriteLine($"id:     {id}");
        Console.WriteLine($"to:     {EnumText.Of(parked.To)}");
        Console.WriteLine($"from:   {parked.Origin}");
        Console.WriteLine($"parked: {TimeOf(parked.At)}");
        Console.WriteLine($"due:    {(parked.Due is { } due ? TimeOf(due) : "not before `parked replay`")}");
        Console.WriteLine($"error:  {parked.Error}");
        Console.WriteLine($"bytes{(parked.IsBase64 ? " (base64)" : "")}: {parked.Body}");
    }

    /// <summary>A list, also of nothing; times in milliseconds since 1970.</summary>
    internal static string Json(IEnumerable<(string Id, ParkedMessage Message)> parked) => JsonSerializer.Serialize(
        parked.Select(row => new
        {
            row.Id,
            To = EnumText.Of(row.Message.To),
            row.Message.Origin,
            row.Message.Error,
            row.Message.Body,
            IsBase64 = row.Message.IsBase64,
            row.Message.At,
            row.Message.Due,
        }),
        _json);

    private static string TimeOf(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss'Z'");
}
