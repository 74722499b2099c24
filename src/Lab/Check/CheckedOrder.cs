namespace Cartwright.Lab.Check;

/// <summary>One order of a round: whose it is, what its client was told, and what the shop says in the end.</summary>
internal sealed record CheckedOrder(int User, Told Told, string Status)
{
    public bool IsPaid => Status == "paid";

    public bool IsSettled => Status is "paid" or "failed";
}
