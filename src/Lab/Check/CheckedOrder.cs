namespace Cartwright.Lab.Check;

/// <summary>One order of a round: its user, the answer to its client, and its status in the end.</summary>
internal sealed record CheckedOrder(int User, CheckoutAnswer Answer, string Status)
{
    public bool IsPaid => Status == "paid";

    public bool IsSettled => Status is "paid" or "failed";
}
