using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>Messages and rows as text for a trace.</summary>
internal static class Words
{
    public static string Of(Message message) => message switch
    {
        HoldCredit hold =>
            $"HoldCredit({Of(hold.Attempt)}, amount {hold.Attempt.Amount}, {Of(hold.Lines ?? [])})",
        TakeStock take => $"TakeStock({Of(take.Attempt)}, {Of(take.Lines)})",
        ReturnStock giveBack => $"ReturnStock({Of(giveBack.Attempt)}, {Of(giveBack.Lines)})",
        StockRefused refused => $"StockRefused({Of(refused.Attempt)}, {refused.Reason.ToCode()})",
        CreditDeclined declined => $"CreditDeclined({Of(declined.Attempt)}, {declined.Reason.ToCode()})",
        IAttemptMessage about => $"{message.GetType().Name}({Of(about.Attempt)})",
        CheckOutOrder checkOut => $"CheckOutOrder(order {checkOut.Order}, as attempt {checkOut.Attempt})",
        CancelOrder cancel => $"CancelOrder(order {cancel.Order})",
        PushOrder push => $"an operator pushes order {push.Order}",
        SweepOrder sweep => $"the sweep looks at order {sweep.Order}",
        SweepAccount sweep => $"the sweep looks at account {sweep.User}",
        _ => $"{message}",
    };

    public static string Of(Key key, object? row) => row switch
    {
        null => $"{key} is gone",
        Order { Reason: { } reason } order => $"{key} {order.Status} ({reason.ToCode()}), attempt {order.Attempt}",
        Order { Attempt: { } attempt } order => $"{key} {order.Status}, attempt {attempt}",
        Order order => $"{key} {order.Status}",
        Item item => $"{key} stock {item.Stock}, taken {item.Taken}, returned {item.Returned}",
        Account account => $"{key} credit {account.Credit}, held {account.Held}, waiting {account.Waiting.Length}",
        Reservation reservation => $"{key} {reservation.Status}",
        Payment payment => $"{key} {payment.Status} {payment.Amount}",
        _ => $"{key} {row}",
    };

    private static string Of(Attempt attempt) => $"attempt {attempt.Id} of order {attempt.Order}";

    private static string Of(IEnumerable<Units> lines) =>
        string.Join(" and ", lines.Select(line => $"{line.Quantity} of item {line.Item}"));
}
