using Cartwright.Domain.Orders;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>
/// The earlier steps that an order's row implies, and the steps that are new to a client with an older id.
/// </summary>
public sealed class OrderStepTests
{
    private const long At = 5;

    private static readonly Order Open = new() { User = new UserId(1), UpdatedAt = At };

    private static readonly Order First = Open with { Attempt = new AttemptId(71) };

    // A later attempt can have a smaller number: each node has its own block of numbers.
    private static readonly Order Second = Open with
    {
        Attempt = new AttemptId(70), FailedAttempt = new AttemptId(71), FailedReason = Reason.OutOfStock,
    };

    private static readonly Dictionary<string, Order> Rows = new()
    {
        ["open"] = Open,
        ["processing"] = First with { Status = OrderStatus.Processing },
        ["paid"] = First with { Status = OrderStatus.Paid },
        ["failed"] = First with { Status = OrderStatus.Failed, Reason = Reason.Timeout },
        ["cancelling"] = First with { Status = OrderStatus.Cancelling },
        ["cancelled"] = First with { Status = OrderStatus.Cancelled },
        ["again"] = Second with { Status = OrderStatus.Processing },
        ["again paid"] = Second with { Status = OrderStatus.Paid },
    };

    [Theory]
    [InlineData("open", "0.0")]
    [InlineData("processing", "71.1")]
    [InlineData("paid", "71.1 71.2")]
    [InlineData("failed", "71.1 71.2")]
    [InlineData("cancelling", "71.1 71.2 71.3")]
    [InlineData("cancelled", "71.1 71.2 71.3 71.4")]
    [InlineData("again", "71.1 71.2 70.1")]
    [InlineData("again paid", "71.1 71.2 70.1 70.2")]
    public void A_row_tells_of_its_attempt_and_of_the_failed_one_before(string row, string steps) =>
        Assert.Equal(steps, Show(OrderStep.StepsOf(Rows[row])));

    [Theory]
    [InlineData("open", "0.0", "")]
    [InlineData("open", "71.2", "0.0")]
    [InlineData("paid", "0.0", "71.1 71.2")]
    [InlineData("paid", "71.1", "71.2")]
    [InlineData("paid", "71.2", "")]
    [InlineData("cancelled", "71.2", "71.3 71.4")]
    [InlineData("again", "71.1", "71.2 70.1")]
    [InlineData("again paid", "71.2", "70.1 70.2")]
    [InlineData("again paid", "69.2", "71.1 71.2 70.1 70.2")]
    [InlineData("again paid", "nonsense", "71.1 71.2 70.1 70.2")]
    public void Whoever_has_heard_of_a_step_is_told_what_came_after(string row, string heard, string news) =>
        Assert.Equal(news, Show(OrderStep.StepsAfter(Rows[row], heard)));

    [Fact]
    public void Each_step_says_how_the_order_stood()
    {
        Assert.Equal(
            [
                new OrderStep(new AttemptId(71), OrderStatus.Processing, null, null),
                new OrderStep(new AttemptId(71), OrderStatus.Failed, Reason.OutOfStock, null),
                new OrderStep(new AttemptId(70), OrderStatus.Processing, null, null),
                new OrderStep(new AttemptId(70), OrderStatus.Paid, null, At),
            ],
            OrderStep.StepsOf(Rows["again paid"]));
        Assert.Equal(
            new OrderStep(new AttemptId(71), OrderStatus.Failed, Reason.Timeout, At),
            OrderStep.StepsOf(Rows["failed"])[^1]);
    }

    [Theory]
    [InlineData(OrderStatus.Open, false)]
    [InlineData(OrderStatus.Processing, false)]
    [InlineData(OrderStatus.Paid, true)]
    [InlineData(OrderStatus.Failed, true)]
    [InlineData(OrderStatus.Cancelling, false)]
    [InlineData(OrderStatus.Cancelled, true)]
    public void A_step_is_final_when_nothing_is_in_flight(OrderStatus status, bool isFinal) =>
        Assert.Equal(isFinal, new OrderStep(new AttemptId(1), status, null, null).IsFinal);

    private static string Show(IEnumerable<OrderStep> steps) => string.Join(' ', steps.Select(step => step.Id));
}
