namespace Cartwright.Lab.Shop;

/// <summary>An answer that makes it pointless to go on; the message is for the person at the console.</summary>
/// <param name="message">What was asked, and what was answered.</param>
/// <param name="isTemporary">Whether the shop only said that it cannot serve now.</param>
internal sealed class ShopFault(string message, bool isTemporary = false) : Exception(message)
{
    public bool IsTemporary => isTemporary;
}
