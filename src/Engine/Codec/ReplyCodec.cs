using System.Text.Json;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Engine.Codec;

/// <summary>Stored replies: the reply's name, a blank, and its JSON.</summary>
public sealed class ReplyCodec(IWireFormat format)
{
    /// <summary>The text of a reply.</summary>
    public string Encode(Reply reply)
    {
        var name = format.NameOf(reply);
        return $"{name} {JsonSerializer.Serialize(reply, format.Find(name)!)}";
    }

    /// <summary>The reply in a text.</summary>
    /// <exception cref="FormatException">The text is no stored reply.</exception>
    public Reply Decode(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank <= 0 || format.Find(text[..blank]) is not { } info || !info.Type.IsSubclassOf(typeof(Reply)))
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
