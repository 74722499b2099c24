namespace Cartwright.Admin.Sagas;

/// <summary>So many units of one item, and their cost.</summary>
public sealed record SagaLine(string ItemId, long Quantity, long Cost);
