namespace Cartwright.Client;

/// <summary>The state of a checkout when its answer was written.</summary>
public enum CheckoutState
{
    /// <summary>It is not decided yet. Follow the order's events, or repeat the call with its key.</summary>
    Processing,

    /// <summary>The order is paid, and its stock is taken.</summary>
    Paid,

    /// <summary>The attempt has failed and will stay so; its credit is back.</summary>
    Failed,
}

/// <summary>The outcome of a checkout. "No" is an expected outcome here, so it is a value and no exception.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="State">Whether it is paid, has failed, or is not decided yet.</param>
public sealed record CheckoutOutcome(string OrderId, CheckoutState State)
{
    /// <summary>Whether the order is paid.</summary>
    public bool IsPaid => State == CheckoutState.Paid;

    /// <summary>The number of the attempt; null if it has failed and the answer does not name it.</summary>
    public string? Attempt { get; init; }

    /// <summary>The reason of a failure, with its code; null for other states.</summary>
    public ShopRejection? Rejection { get; init; }
}
