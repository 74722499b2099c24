using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Simulation.Stores;

namespace Cartwright.Simulation.Checks;

/// <summary>The three databases, which may be one, and all attempts that were ever seen in them.</summary>
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

    /// <summary>When a client's checkout came to a node, which may begin this attempt.</summary>
    public void Asked(AttemptId attempt, long now) => _askedAt[attempt] = now;

    /// <summary>When the checkout that began the attempt came to its node, in true milliseconds since 1970.</summary>
    public long AskedAt(AttemptId attempt) => _askedAt[attempt];

    public AttemptFacts? Find(AttemptId attempt) => _attempts.GetValueOrDefault(attempt);

    /// <summary>How often an order was reset.</summary>
    public int LifeOf(OrderId order) => _lives.GetValueOrDefault(order);

    public void Reset(OrderId order) => _lives[order] = LifeOf(order) + 1;

    public Order? OrderOf(OrderId order) => Orders.Peek<Order>(Order.Key(order));

    public Reservation? ReservationOf(AttemptId attempt) => Items.Peek<Reservation>(Reservation.Key(attempt));

    public Payment? PaymentOf(AttemptId attempt) => Accounts.Peek<Payment>(Payment.Key(attempt));

    public Account? AccountOf(UserId user) => Accounts.Peek<Account>(Account.Key(user));

    /// <summary>What an attempt has still to show for itself, though it should have nothing; null if nothing.</summary>
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
