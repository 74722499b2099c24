using System.Text.Encodings.Web;
using System.Text.Json;
using Cartwright.Admin.Parked;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Telemetry;
using Cartwright.Kernel;

namespace Cartwright.Cli.Parked;

/// <summary>Parked messages for people and for programs.</summary>
internal static class ParkedWriter
{
    // An error begins with the record, and ends with its mistake.
    private const int ErrorBeginMax = 100;
    private const int ErrorEndMax = 200;
    private const int IdsMax = 20;

    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteList(IReadOnlyList<(string Id, ParkedMessage Message)> parked, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(ToJson(parked));
            return;
        }

        foreach (var group in parked.GroupBy(row => (row.Message.To, ParkedMatch.TypeOf(row.Id), KindOf(row.Message))))
        {
            WriteGroup([.. group]);
        }

        Console.WriteLine(parked.Count == 0 ? "Nothing is parked." : $"{parked.Count} parked.");
    }

    public static void WriteMessage(string id, ParkedMessage parked)
    {
        Console.WriteLine($"id:     {PlainText.EscapeControls(id)}");
        Console.WriteLine($"to:     {parked.To.Name}");
        Console.WriteLine($"from:   {PlainText.EscapeControls(parked.Origin)}");
        Console.WriteLine($"parked: {TimeText.FormatUtc(parked.At)}");
        Console.WriteLine(
            $"due:    {(parked.Due is { } due ? TimeText.FormatUtc(due) : "not before `parked replay`")}");
        if (parked.ReturnReason is { } reason)
        {
            var since = parked.ReturnedAt is { } at ? $"at {TimeText.FormatUtc(at)}" : "not yet";
            Console.WriteLine($"return: {since}; {PlainText.EscapeControls(reason)}");
        }

        Console.WriteLine($"error:  {PlainText.EscapeControls(parked.Error)}");
        Console.WriteLine($"bytes{(parked.IsBase64 ? " (base64)" : "")}: {PlainText.EscapeControls(parked.Body)}");
    }

    private static void WriteGroup(List<(string Id, ParkedMessage Message)> group)
    {
        var (first, message) = group[0];
        var error = PlainText.EscapeControls(message.Error);
        var type = PlainText.EscapeControls(ParkedMatch.TypeOf(first));
        Console.WriteLine($"{group.Count} of {type}, {message.To.Name}:");
        Console.WriteLine($"    {ShortenError(error)}");
        foreach (var (id, one) in group.Take(IdsMax))
        {
            var due = one.Due is null ? one.ReturnedAt is null ? "" : ", return ordered"
                : one.ReturnReason is null ? ", to be tried again"
                : ", to be returned";
            Console.WriteLine(
                $"  {PlainText.EscapeControls(id)}  {one.To.Name}, parked {TimeText.FormatUtc(one.At)}{due}");
        }

        if (group.Count > IdsMax)
        {
            Console.WriteLine($"  and {group.Count - IdsMax} more: --json names all");
        }
    }

    private static string ShortenError(string error) => error.Length <= ErrorBeginMax + ErrorEndMax
        ? error
        : $"{error[..ErrorBeginMax]} … {error[^ErrorEndMax..]}";

    // Errors differ by the numbers of the attempts that they are about.
    private static string KindOf(ParkedMessage message) =>
        string.Concat(message.Error.Where(letter => !char.IsAsciiDigit(letter)));

    /// <summary>A list, also of nothing; times in milliseconds since 1970.</summary>
    internal static string ToJson(IEnumerable<(string Id, ParkedMessage Message)> parked) => JsonSerializer.Serialize(
        parked.Select(row => new
        {
            row.Id,
            To = row.Message.To.Name,
            row.Message.Origin,
            row.Message.Error,
            row.Message.Body,
            IsBase64 = row.Message.IsBase64,
            row.Message.At,
            row.Message.Due,
            row.Message.ReturnReason,
            row.Message.ReturnedAt,
        }),
        _json);
}
