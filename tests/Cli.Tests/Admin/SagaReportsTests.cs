using Cartwright.Admin.Sagas;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Views;
using Cartwright.Kernel;

namespace Cartwright.Cli.Tests.Admin;

/// <summary>The view of a saga in the form in which it is shown.</summary>
public sealed class SagaReportsTests
{
    // The clock of the payment service can be ahead of that of the order service, which gives the time of the view.
    [Theory]
    [InlineData(900, 900)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_700, 1_000)]
    public void No_step_begins_after_the_time_of_the_view(long since, long shown)
    {
        var order = new Order
        {
            User = new UserId(7), Status = OrderStatus.Processing, Attempt = new AttemptId(100), Total = 60,
        };
        var account = new Account
        {
            Held = 60, Holds = [new Hold(new AttemptId(100), new OrderId(5), 60, 0, since)],
        };
        var view = SagaView.Of(new OrderId(5), order, new Rows(account), _ => true, now: 1_000);
        Assert.Equal(shown, SagaReports.DetailOf(view, []).Checkout[0].Since);
    }

    private sealed class Rows(Account account) : IRows
    {
        public T? Find<T>(Key key)
            where T : class => account as T;
    }
}
