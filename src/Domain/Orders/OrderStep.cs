namespace Cartwright.Domain.Orders;

/// <summary>
/// One step of an order: open, then for each attempt processing, paid or failed, cancelling, cancelled. Each happens
/// once, so that the attempt and the step's number together name it for good.
/// </summary>
/// <param name="Attempt">The attempt; null while the order is open.</param>
/// <param name="Status">How the order stands from then on.</param>
/// <param name="Reason">Why the attempt failed, or is about to.</param>
/// <param name="At">When, in milliseconds since 1970; null where the order's row no longer has the time.</param>
public readonly record struct OrderStep(AttemptId? Attempt, OrderStatus Status, Reason? Reason, long? At)
{
    /// <summary>The step's name, such as <c>117674531904946183.2</c>.</summary>
    public string Id => IdOf(Attempt, Status);

    /// <summary>Whether nothing is in flight after it: a further step, if any, needs a new command.</summary>
    public bool IsFinal => Status is OrderStatus.Paid or OrderStatus.Failed or OrderStatus.Cancelled;

    /// <summary>The name of a step.</summary>
    public static string IdOf(AttemptId? attempt, OrderStatus status) => $"{attempt?.Value ?? 0}.{NumberOf(status)}";

    /// <summary>
    /// The steps that an order's row still has, in order: those of the attempt before, if that failed, and of the
    /// latest one. Never empty: the last one is the order's present state.
    /// </summary>
    public static IReadOnlyList<OrderStep> StepsOf(Order order)
    {
        if (order.Attempt is not { } attempt)
        {
            return [new OrderStep(null, order.Status, null, order.UpdatedAt)];
        }

        List<OrderStep> steps = [];
        if (order.FailedAttempt is { } failed)
        {
            steps.Add(new OrderStep(failed, OrderStatus.Processing, null, null));
            steps.Add(new OrderStep(failed, OrderStatus.Failed, order.FailedReason, null));
        }

        foreach (var before in StatusesBefore(order.Status))
        {
            steps.Add(new OrderStep(attempt, before, null, null));
        }

        steps.Add(new OrderStep(attempt, order.Status, order.Reason, order.UpdatedAt));
        return steps;
    }

    /// <summary>
    /// The steps of an order's row after the given one, for a reader that has received the steps up to it. Where the
    /// row no longer has that step, all steps that it has.
    /// </summary>
    public static IReadOnlyList<OrderStep> StepsAfter(Order order, string id)
    {
        var steps = StepsOf(order);
        for (var place = steps.Count - 1; place >= 0; place--)
        {
            if (steps[place].Id == id)
            {
                return [.. steps.Skip(place + 1)];
            }
        }

        return steps;
    }

    private static OrderStatus[] StatusesBefore(OrderStatus status) => status switch
    {
        OrderStatus.Paid or OrderStatus.Failed => [OrderStatus.Processing],
        OrderStatus.Cancelling => [OrderStatus.Processing, OrderStatus.Paid],
        OrderStatus.Cancelled => [OrderStatus.Processing, OrderStatus.Paid, OrderStatus.Cancelling],
        OrderStatus.Open or OrderStatus.Processing => [],
        _ => throw UnknownStatus(status),
    };

    private static int NumberOf(OrderStatus status) => status switch
    {
        OrderStatus.Open => 0,
        OrderStatus.Processing => 1,
        OrderStatus.Paid or OrderStatus.Failed => 2,
        OrderStatus.Cancelling => 3,
        OrderStatus.Cancelled => 4,
        _ => throw UnknownStatus(status),
    };

    private static InvalidOperationException UnknownStatus(OrderStatus status) =>
        new($"{status} is no step of an order.");
}
