namespace Cartwright.Cli.Shop;

/// <summary>An answer that makes it pointless to go on; the message is for the person at the console.</summary>
internal sealed class ShopFault(string message) : Exception(message);
