using System.Globalization;
using System.Text;

namespace Cartwright.Engine.Telemetry;

/// <summary>
/// Text that came from outside, for a terminal or a log. A character that moves a cursor, changes colours or the
/// direction of writing is shown as an escape, such as <c>\u001b</c>.
/// </summary>
public static class PlainText
{
    /// <summary>The text without control characters; the same object where it has none.</summary>
    public static string EscapeControls(string text)
    {
        if (!text.Any(IsControl))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when IsControl(letter) => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => shown.Append(letter),
            };
        }

        return shown.ToString();
    }

    private static bool IsControl(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
