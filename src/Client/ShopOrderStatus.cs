namespace Cartwright.Client;

/// <summary>The status of an order.</summary>
public enum ShopOrderStatus
{
    /// <summary>A status of a later version of the shop.</summary>
    Unknown,

    /// <summary>It was never checked out.</summary>
    Open,

    /// <summary>A checkout is in flight.</summary>
    Processing,

    /// <summary>It is paid, and its stock is taken.</summary>
    Paid,

    /// <summary>Its last checkout has failed; it can be changed and checked out again.</summary>
    Failed,

    /// <summary>A cancel is in flight.</summary>
    Cancelling,

    /// <summary>Its stock is returned and its payment refunded.</summary>
    Cancelled,
}
