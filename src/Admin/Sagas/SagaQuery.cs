using Cartwright.Domain.Orders;

namespace Cartwright.Admin.Sagas;

/// <summary>Which orders are listed. All conditions hold together.</summary>
public sealed record SagaQuery
{
    public const int LimitMax = 1_000;

    /// <summary>Only orders in this state; null: those that the order service has not finished.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>Only those that last moved longer ago than this, in milliseconds.</summary>
    public long? OlderThanMs { get; init; }

    public long? User { get; init; }

    /// <summary>Only orders with a line of this item.</summary>
    public long? Item { get; init; }

    /// <summary>1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The <see cref="SagaPage.Cursor"/> of the page before.</summary>
    public string? Cursor { get; init; }
}
