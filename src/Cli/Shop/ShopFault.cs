namespace Cartwright.Cli.Shop;

/// <summary>The shop gave an answer that makes it pointless to go on; the message is for the person at the console.</summary>
internal sealed class ShopFault(string message) : Exception(message);
