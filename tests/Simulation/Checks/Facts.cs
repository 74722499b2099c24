using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Checks;

/// <summary>The three databases, which may be one, and all attempts that ever appeared in them.</summary>
internal sealed class Facts
{
    private readonly Dictionary<AttemptId, AttemptFacts> _attempts = [];
    private readonly Dictionary<AttemptId, long> _askedAt = [];
    private readonly Dictionary<OrderId, int> _lives = [];
    private readonly Dictionary<Role, SimulatedDatabase> _databases = [];

    public SimulatedDatabase Orders => _databases[Role.Order];

    public SimulatedDatabase Items => _databases[Role.Stock];

    public SimulatedDatabase Accounts => _databases[Role.Payment];

    public IEnumerable<SimulatedDatabase> Databases => _databases.Values.Distinct();

    public IReadOnlyCollection<AttemptFacts> Attempts => _attempts.Values;

    public void Use(Role role, SimulatedDatabase database) => _databases.Add(role, database);

    public SimulatedDatabase DatabaseOf(Role role) => _databases[role];

    public AttemptFacts Of(AttemptId attempt, OrderId order)
    {
        if (!_attempts.TryGetValue(attempt, out var facts))
        {
            _attempts.Add(attempt, facts = new AttemptFacts(attempt, order));
        }

        return facts;
    }

    /// <summary>Called when a client's checkout, which may begin this attempt, reaches a node.</summary>
    public void Asked(AttemptId attempt, long now) => _askedAt[attempt] = now;

    /// <summary>When the checkout that began the attempt reached its node, in true milliseconds since 1970.</summary>
    public long AskedAt(AttemptId attempt) => _askedAt[attempt];

    public AttemptFacts? Find(AttemptId attempt) => _attempts.GetValueOrDefault(attempt);

    /// <summary>The number of resets of an order.</summary>
    public int LifeOf(OrderId order) => _lives.GetValueOrDefault(order);

    public void Reset(OrderId order) => _lives[order] = LifeOf(order) + 1;

    public Order? OrderOf(OrderId order) => Orders.Peek<Order>(Order.KeyOf(order));

    public Reservation? ReservationOf(AttemptId attempt) => Items.Peek<Reservation>(Reservation.KeyOf(attempt));

    public Payment? PaymentOf(AttemptId attempt) => Accounts.Peek<Payment>(Payment.KeyOf(attempt));

    public Account? AccountOf(UserId user) => Accounts.Peek<Account>(Account.KeyOf(user));

    /// <summary>The stock or credit that an attempt still has, though it must have none; null if it has none.</summary>
    public string? LeftBy(AttemptId attempt, UserId user)
    {
        if (ReservationOf(attempt) is { Status: ReservationStatus.Taken or ReservationStatus.Returned } taken)
        {
            return $"its stock is {taken.Status}";
        }

        if (PaymentOf(attempt) is { Status: PaymentStatus.Captured or PaymentStatus.Refunded } payment)
        {
            return $"its payment is {payment.Status}";
        }

        var account = AccountOf(user);
        return account?.HoldOf(attempt) is not null ? "its credit is held"
            : account?.WaitOf(attempt) is not null ? "it waits for credit"
            : null;
    }
}
