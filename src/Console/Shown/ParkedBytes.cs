using System.Globalization;
using System.Text;
using Cartwright.Admin.Parked;

namespace Cartwright.AdminConsole.Shown;

/// <summary>The bytes of a parked message as text and in hexadecimal; of a long one the beginning.</summary>
internal sealed class ParkedBytes
{
    /// <summary>How many bytes are shown.</summary>
    public const int ShownMax = 4_096;

    private const int RowBytes = 16;

    private ParkedBytes(byte[] bytes) => _bytes = bytes;

    private readonly byte[] _bytes;

    /// <summary>How many bytes the message has.</summary>
    public int Length => _bytes.Length;

    private ReadOnlySpan<byte> Shown => _bytes.AsSpan(0, Math.Min(_bytes.Length, ShownMax));

    public static ParkedBytes Of(ParkedDetail message)
    {
        // Bytes come as base64 where they are no text.
        var buffer = new byte[message.Body.Length];
        return message.IsBase64 && Convert.TryFromBase64String(message.Body, buffer, out var length)
            ? new ParkedBytes(buffer[..length])
            : new ParkedBytes(Encoding.UTF8.GetBytes(message.Body));
    }

    /// <summary>The bytes as UTF-8, with a mark for every character that has no picture.</summary>
    public string ToText()
    {
        var text = new StringBuilder(ShownMax);
        foreach (var rune in Encoding.UTF8.GetString(Shown).EnumerateRunes())
        {
            text.Append(rune.Value is '\n' or '\t' || IsPicture(rune) ? rune.ToString() : "\ufffd");
        }

        return text.ToString();
    }

    /// <summary>Rows of sixteen bytes with their offset, in hexadecimal and as ASCII.</summary>
    public string ToHex()
    {
        var rows = new StringBuilder();
        for (var offset = 0; offset < Shown.Length; offset += RowBytes)
        {
            var row = Shown[offset..Math.Min(offset + RowBytes, Shown.Length)];
            rows.Append(CultureInfo.InvariantCulture, $"{offset:x6}  ");
            for (var place = 0; place < RowBytes; place++)
            {
                rows.Append(place < row.Length ? row[place].ToString("x2", CultureInfo.InvariantCulture) : "  ");
                rows.Append(place == (RowBytes / 2) - 1 ? "  " : " ");
            }

            rows.Append(' ');
            foreach (var value in row)
            {
                rows.Append(value is >= 0x20 and < 0x7f ? (char)value : '.');
            }

            rows.Append('\n');
        }

        return rows.ToString();
    }

    // Controls and the marks that turn the direction of a text would change how the page reads.
    private static bool IsPicture(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned);
}
