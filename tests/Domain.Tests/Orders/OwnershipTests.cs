using Cartwright.Domain.Orders;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.Orders;

/// <summary>
/// A command that is limited to the orders of one user: for the order of another one it is decided as for an order that
/// does not exist, in every status, and for an own one as without the limit.
/// </summary>
public sealed class OwnershipTests
{
    private static readonly UserId Other = new(Sample.User.Value + 1);

    private static readonly OwnedOrderMessage[] Commands =
    [
        new AddLine(Sample.Order, new ItemId(1), Quantity: 1, Price: 1),
        new AddLine(Sample.Order, new ItemId(1), Quantity: 0, Price: 1),
        new AddLine(Sample.Order, new ItemId(1), Quantity: long.MaxValue, Price: long.MaxValue),
        new RemoveLine(Sample.Order, Sample.Apple),
        new RemoveLine(Sample.Order, new ItemId(1)),
        new CheckOutOrder(Sample.Order, new AttemptId(200), Sample.Deadline, Sample.Partition),
    ];

    private static readonly Order[] Statuses =
    [
        new() { User = Sample.User }, Sample.Open, Sample.Running, Sample.Failing, Sample.Paid, Sample.Failed,
        Sample.Cancelling, Sample.Cancelled,
    ];

    public static TheoryData<int, int> All => new(
        Enumerable.Range(0, Commands.Length).SelectMany(command =>
            Enumerable.Range(0, Statuses.Length).Select(status => (command, status))));

    [Theory]
    [MemberData(nameof(All))]
    public void The_order_of_another_user_is_as_if_it_were_not_there(int command, int status)
    {
        var unknown = Decide(Commands[command], order: null);
        var limited = Decide(Commands[command] with { Owner = Other }, Statuses[status]);

        Assert.Equal(Shown(unknown), Shown(limited));
        Assert.Empty(limited.Changes);
        Assert.Empty(limited.Messages);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_own_order_is_decided_as_without_the_limit(int command, int status) => Assert.Equal(
        Shown(Decide(Commands[command], Statuses[status])),
        Shown(Decide(Commands[command] with { Owner = Sample.User }, Statuses[status])));

    [Fact]
    public void An_order_is_made_for_oneself_only()
    {
        var create = new CreateOrder(Sample.Order, Sample.User);

        Assert.Equal(
            Shown(Decide(create, order: null)),
            Shown(Decide(create with { Owner = Sample.User }, order: null)));
        var refused = Decide(create with { Owner = Other }, order: null);
        Assert.Equal(new Rejected(Reason.UnknownUser), refused.Reply);
        Assert.Empty(refused.Changes);
    }

    private static Decision Decide(Message command, Order? order)
    {
        var rows = new Rows();
        if (order is not null)
        {
            rows.Put(Order.KeyOf(Sample.Order), order);
        }

        return rows.Decide(ShopServices.Order, command, Sample.Now);
    }

    private static string Shown(Decision decision) => string.Join('\n',
    [
        .. decision.Changes.Select(change => Show.Row(change.Key, change.State)),
        .. decision.Messages.Select(Show.Message),
        $"{decision.Reply}",
    ]);
}
