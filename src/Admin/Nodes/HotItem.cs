namespace Cartwright.Admin.Nodes;

/// <summary>An item that many checkouts change.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="PerSecond">Its changes a second of late, about.</param>
/// <param name="Stock">The stock; null where it is not known.</param>
public sealed record HotItem(string ItemId, double PerSecond, long? Stock);
