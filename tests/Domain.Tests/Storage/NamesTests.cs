using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Storage;

/// <summary>The names that databases and users have seen, and that therefore never change.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData(Reason.OutOfRange, "out-of-range")]
    [InlineData(Reason.UnknownOrder, "unknown-order")]
    [InlineData(Reason.UnknownUser, "unknown-user")]
    [InlineData(Reason.UnknownItem, "unknown-item")]
    [InlineData(Reason.UnknownLine, "unknown-line")]
    [InlineData(Reason.OrderProcessing, "order-processing")]
    [InlineData(Reason.OrderPaid, "order-paid")]
    [InlineData(Reason.OrderCancelled, "order-cancelled")]
    [InlineData(Reason.OrderNotPaid, "order-not-paid")]
    [InlineData(Reason.EmptyOrder, "empty-order")]
    [InlineData(Reason.OverMaximum, "over-maximum")]
    [InlineData(Reason.InsufficientCredit, "insufficient-credit")]
    [InlineData(Reason.OutOfStock, "out-of-stock")]
    [InlineData(Reason.Timeout, "timeout")]
    [InlineData(Reason.Cancelled, "cancelled")]
    [InlineData(Reason.AttemptSuperseded, "attempt-superseded")]
    public void A_reason_has_its_code(Reason reason, string code)
    {
        Assert.Equal(code, reason.ToCode());
        Assert.Equal(reason, ReasonCodes.FromCode(code));
    }

    [Fact]
    public void Every_reason_has_a_code_of_its_own()
    {
        var reasons = Enum.GetValues<Reason>();
        Assert.Equal(reasons, reasons.Select(reason => ReasonCodes.FromCode(reason.ToCode())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Timeout")]
    [InlineData("no-such-code")]
    public void A_text_that_is_no_code_is_refused(string code) =>
        Assert.Throws<FormatException>(() => ReasonCodes.FromCode(code));

    [Fact]
    public void Statuses_have_their_names()
    {
        Assert.Equal(["open", "processing", "paid", "failed", "cancelling", "cancelled"], NamesOf<OrderStatus>());
        Assert.Equal(["taken", "returned", "refused", "cancelled"], NamesOf<ReservationStatus>());
        Assert.Equal(["captured", "voided", "declined", "refunded"], NamesOf<PaymentStatus>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Paid")]
    [InlineData("2")]
    public void A_text_that_is_no_status_is_refused(string? text) =>
        Assert.Throws<FormatException>(() => EnumText.Parse<OrderStatus>(text));

    private static IEnumerable<string> NamesOf<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value =>
        {
            Assert.Equal(value, EnumText.Parse<T>(EnumText.TextOf(value)));
            return EnumText.TextOf(value);
        });
}
