namespace Cartwright.Domain.Audit;

/// <summary>
/// The rows that are there and cannot be read. Facts that only they could explain are not judged: one damaged row would
/// otherwise be reported once for itself, and once for everything that refers to it.
/// </summary>
internal sealed class UnreadIds
{
    private readonly HashSet<OrderId> _orders = [];
    private readonly HashSet<UserId> _users = [];
    private readonly HashSet<AttemptId> _attempts = [];

    public void AddOrder(OrderId id) => _orders.Add(id);

    public void AddUser(UserId id) => _users.Add(id);

    /// <summary>The attempt's reservation, or its payment.</summary>
    public void AddAttempt(AttemptId id) => _attempts.Add(id);

    public bool HasOrder(OrderId id) => _orders.Contains(id);

    public bool HasAttempt(AttemptId id) => _attempts.Contains(id);

    /// <summary>Whether a row of an attempt may be among them, so that nothing can be concluded about it.</summary>
    public bool MayExplain(in AttemptFacts facts) =>
        HasAttempt(facts.Id) || HasOrder(facts.Order) || MayStandInAccount(facts);

    // An attempt without a payment is held or waits, or it is not begun: only the account has the answer.
    private bool MayStandInAccount(in AttemptFacts facts) => _users.Count > 0
        && facts is { Entry: null, Payment: null }
        && (facts.Named is not { } named || _users.Contains(named.User));
}
