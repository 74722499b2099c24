using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Simulation.Checks;

/// <summary>Rows as short text for the trace.</summary>
internal static class Describe
{
    public static string Row(object? state) => state switch
    {
        null => "nothing",
        Order order =>
            $"order of {order.User} {order.Status} attempt {order.Attempt} {order.Reason} total {order.Total} "
            + $"lines [{string.Join(' ', order.Lines.Select(line => $"{line.Quantity}×{line.Item}"))}] "
            + $"failed {order.FailedAttempt} due {order.Due}",
        Item item => $"item stock {item.Stock} taken {item.Taken} returned {item.Returned} gen {item.Generation}",
        Account account =>
            $"account credit {account.Credit} held [{Holds(account.Holds)}] waiting [{Holds(account.Waiting)}] "
            + $"funded {account.Funded} paid {account.Paid} captured {account.Captured} refunded {account.Refunded} "
            + $"gen {account.Generation}",
        Reservation reservation => $"reservation {reservation.Status} {reservation.Reason} {reservation.ReasonItem}",
        Payment payment => $"payment {payment.Status} {payment.Reason} {payment.Amount}",
        _ => state.ToString()!,
    };

    private static string Holds(IEnumerable<Hold> holds) =>
        string.Join(' ', holds.Select(hold => $"{hold.Amount} for {hold.Attempt}"));
}
