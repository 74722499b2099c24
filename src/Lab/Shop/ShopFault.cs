namespace Cartwright.Lab.Shop;

/// <summary>An answer that makes it pointless to go on; the message is for the operator at the console.</summary>
/// <param name="message">The request and its answer.</param>
/// <param name="isTemporary">Whether the shop only cannot serve now.</param>
internal sealed class ShopFault(string message, bool isTemporary = false) : Exception(message)
{
    public bool IsTemporary => isTemporary;
}
