using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>
/// All rows of the three services as they stood at one moment. Each is read once, from front to back, so that they
/// can come straight from a database. The state of a row that is there and cannot be read is null.
/// </summary>
public sealed record BookRows
{
    public required IEnumerable<(OrderId Id, Order? Order)> Orders { get; init; }

    public required IEnumerable<(ItemId Id, Item? Item)> Items { get; init; }

    public required IEnumerable<(UserId Id, Account? Account)> Accounts { get; init; }

    /// <summary>In the order of their attempts.</summary>
    public required IEnumerable<(AttemptId Id, Reservation? Reservation)> Reservations { get; init; }

    /// <summary>In the order of their attempts.</summary>
    public required IEnumerable<(AttemptId Id, Payment? Payment)> Payments { get; init; }

    /// <summary>Stored replies to clients; null where one cannot be read.</summary>
    public IEnumerable<(string Key, Reply? Reply)> Replies { get; init; } = [];

    /// <summary>The failed attempts with stock that an operator has had returned, which is kept on record.</summary>
    public IReadOnlySet<AttemptId> Repaired { get; init; } = new HashSet<AttemptId>();

    /// <summary>The saga by which the orders were checked out.</summary>
    public Saga Checkout { get; init; } = OrderSagas.Standard.Checkout;

    /// <summary>The numbers that each service hands out; empty where the check is not wanted.</summary>
    public IEnumerable<Numbering> Numberings { get; init; } = [];
}
