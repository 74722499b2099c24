using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Domain.Tests.Support;
using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Storage;

/// <summary>Each entity in the states that have a golden file, by the file's name.</summary>
internal static class GoldenRows
{
    private const long BigId = 113_246_208_000_000_000;

    public static SortedDictionary<string, (Key Key, object State)> All { get; } = Collect();

    private static SortedDictionary<string, (Key Key, object State)> Collect()
    {
        var all = new SortedDictionary<string, (Key Key, object State)>(StringComparer.Ordinal);
        Add(Orders(), Order.Table);
        Add(Items(), Item.Table);
        Add(Reservations(), Reservation.Table);
        Add(Accounts(), Account.Table);
        Add(Payments(), Payment.Table);
        return all;

        void Add<T>(Dictionary<string, T> states, Table<T> table)
            where T : class
        {
            foreach (var (name, state) in states)
            {
                all.Add($"{table.Name}-{name}", (table.KeyOf(BigId), state));
            }
        }
    }

    private static Dictionary<string, Order> Orders() => new()
    {
        ["empty"] = new Order { User = new UserId(BigId) },
        ["open"] = Sample.Open,
        ["processing"] = Sample.Running with { Attempt = new AttemptId(BigId), Looks = 2 },
        ["processing-again"] = Sample.Running with { FailedAttempt = new(99), FailedReason = Reason.UnknownItem },
        ["processing-failing"] = Sample.Failing,
        ["failed-out-of-stock"] = Sample.Failed,
        ["failed-timeout"] = Sample.Failed with { Reason = Reason.Timeout, ReasonItem = null },
        ["failed-again"] = Sample.Failed with { FailedAttempt = new(99), FailedReason = Reason.InsufficientCredit },
        ["paid"] = Sample.Paid,
        ["cancelling"] = Sample.Cancelling,
        ["cancelled"] = Sample.Cancelled,
    };

    private static Dictionary<string, Item> Items() => new()
    {
        ["new"] = new Item { Price = 12 },
        ["used"] = new Item
        {
            Price = 12, Stock = 7, Added = 20, Subtracted = 4, Taken = 11, Returned = 2, Generation = 3,
        },
        ["largest"] = new Item { Price = Limits.PriceMax, Stock = long.MaxValue, Added = long.MaxValue },
    };

    private static Dictionary<string, Reservation> Reservations() => new()
    {
        ["taken"] = Sample.Reservation(ReservationStatus.Taken) with
        {
            Lines = [new TakenLine(Sample.Apple, 2, 0), new TakenLine(new ItemId(BigId), 1, 3)],
        },
        ["returned"] = Sample.Reservation(ReservationStatus.Returned),
        ["cancelled"] = Sample.Reservation(ReservationStatus.Cancelled),
        ["refused-out-of-stock"] = Sample.Reservation(ReservationStatus.Refused) with
        {
            Reason = Reason.OutOfStock, ReasonItem = Sample.Pear,
        },
        ["refused-unknown-item"] = Sample.Reservation(ReservationStatus.Refused) with
        {
            Reason = Reason.UnknownItem, ReasonItem = new ItemId(BigId),
        },
    };

    private static Dictionary<string, Account> Accounts() => new()
    {
        ["new"] = new Account(),
        ["used"] = Sample.Funded(90) with { Credit = 40, Paid = 30, Captured = 45, Refunded = 25, Generation = 2 },
        ["holding"] = Sample.Holding(10, Sample.Attempt, Sample.Other(BigId, 60)) with { Looks = 1 },
        ["waiting"] = Sample.Holding(10, Sample.Attempt) with
        {
            Waiting = [Sample.HoldOf(Sample.Other(200, 60)), Sample.HoldOf(Sample.Other(300, 20), since: 8)],
        },
    };

    private static Dictionary<string, Payment> Payments() => new()
    {
        ["captured"] = Sample.Payment(PaymentStatus.Captured) with { Generation = 2 },
        ["voided"] = Sample.Payment(PaymentStatus.Voided),
        ["refunded"] = Sample.Payment(PaymentStatus.Refunded, Sample.Other(BigId, Limits.CreditMax)),
        ["declined-credit"] = Sample.Payment(PaymentStatus.Declined) with { Reason = Reason.InsufficientCredit },
        ["declined-user"] = Sample.Payment(PaymentStatus.Declined) with { Reason = Reason.UnknownUser },
    };
}
