using System.Text.Json;
using Cartwright.Kernel;

namespace Cartwright.Engine.Codec;

/// <summary>Stored replies: the reply's name, a blank, and its JSON.</summary>
internal static class ReplyCodec
{
    public static string Encode(Reply reply)
    {
        var name = WireNames.Of(reply);
        return $"{name} {JsonSerializer.Serialize(reply, WireNames.Find(name)!)}";
    }

    /// <exception cref="FormatException">The text is no stored reply.</exception>
    public static Reply Decode(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank <= 0 || WireNames.Find(text[..blank]) is not { } info || !info.Type.IsSubclassOf(typeof(Reply)))
        {
            throw new FormatException($"Not a stored reply: '{text}'.");
        }

        try
        {
            return (Reply?)JsonSerializer.Deserialize(text.AsSpan(blank + 1), info)
                ?? throw new FormatException($"Not a stored reply: '{text}'.");
        }
        catch (JsonException unreadable)
        {
            throw new FormatException($"Not a stored reply: '{text}'.", unreadable);
        }
    }
}
