using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.SagaTests;

/// <summary>A command that carries the lines for the next step leads to the step that the table names.</summary>
public sealed class NextStepTests
{
    [Fact]
    public void The_step_after_a_hold_is_the_one_in_the_table() =>
        Assert.Equal([Show.Message(Sample.Take)], Sent(ShopServices.Payment, Sample.Hold));

    [Fact]
    public void A_step_between_the_hold_and_the_take_is_sent_by_payment_too()
    {
        var packing = OrderSagas.HoldCredit with { Name = "pack", Do = (attempt, _) => new ReturnStock(attempt, []) };
        var steps = OrderSagas.Standard.Checkout.Steps.Insert(1, packing);

        var sent = Sent(new PaymentService(new("checkout", steps)), Sample.Hold);

        Assert.Equal([Show.Message(new ReturnStock(Sample.Attempt, []))], sent);
    }

    // The body of an earlier version carries no lines.
    [Fact]
    public void Without_lines_the_order_service_goes_on() => Assert.Equal(
        [Show.Message(new CreditHeld(Sample.Attempt))],
        Sent(ShopServices.Payment, new HoldCredit(Sample.Attempt)));

    private static IEnumerable<string> Sent(IService service, HoldCredit hold)
    {
        var rows = new Rows();
        rows.Put(Account.KeyOf(Sample.User), Sample.Funded(80));
        return rows.Decide(service, hold, Sample.Now).Messages.Select(Show.Message);
    }
}
