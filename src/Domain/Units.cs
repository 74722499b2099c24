namespace Cartwright.Domain;

/// <summary>So many units of one item.</summary>
public readonly record struct Units(ItemId Item, long Quantity);
