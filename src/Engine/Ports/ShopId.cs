using System.Diagnostics.CodeAnalysis;

namespace Cartwright.Engine.Ports;

/// <summary>
/// The identity of a shop: some 120 random bits, the same in each of its databases, in its log, and in each of its
/// envelopes.
/// </summary>
public sealed record ShopId
{
    private const int Digits = 32;

    private ShopId(string text) => Text = text;

    /// <summary>It as 32 hexadecimal digits, lower case.</summary>
    public string Text { get; }

    /// <summary>One that no other shop has.</summary>
    public static ShopId New() => new(Guid.NewGuid().ToString("N"));

    /// <summary>Reads the 32 digits.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ShopId? shop)
    {
        var isOne = text is { Length: Digits } && text.All(char.IsAsciiHexDigit) && !text.Any(char.IsAsciiLetterUpper);
        shop = isOne ? new ShopId(text!) : null;
        return isOne;
    }

    /// <exception cref="FormatException">The text is no identity.</exception>
    public static ShopId Parse(string text) => TryParse(text, out var shop)
        ? shop
        : throw new FormatException("A shop's identity has 32 hexadecimal digits, lower case.");

    public override string ToString() => Text;
}
