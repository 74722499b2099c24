using Cartwright.Domain.Payments;

namespace Cartwright.Domain.Audit;

/// <summary>
/// The rows of the payment service: accounts, the attempts in them, and the payments that their counters are the sums
/// of.
/// </summary>
internal sealed class PaymentBook(BookTotals totals, AuditTime time, HandedOutIds numbers, UnreadIds unread)
{
    private readonly CounterBook _accounts = new("user", "captured", "refunded");
    private readonly Dictionary<AttemptId, AccountEntry> _entries = [];

    /// <summary>The attempts in accounts that were not taken out yet.</summary>
    public IEnumerable<AttemptId> Attempts => _entries.Keys;

    /// <summary>Whether there is such a user.</summary>
    public bool Has(long user) => _accounts.HasCounter(user);

    /// <summary>Takes an attempt out; null where it is in no account.</summary>
    public AccountEntry? Take(AttemptId id) => _entries.Remove(id, out var entry) ? entry : null;

    /// <summary>The errors in the accounts by themselves.</summary>
    public IEnumerable<Finding> Accounts(IEnumerable<(UserId, Account?)> accounts)
    {
        foreach (var (id, account) in accounts)
        {
            numbers.RecordUse(Account.Table, id.Value);
            if (account is null)
            {
                _accounts.OpenUnread(id.Value);
                unread.AddUser(id);
                continue;
            }

            totals.AddAccount(account);
            _accounts.OpenCounter(id.Value, account.Generation, account.Captured, account.Refunded);
            var entries = account.Holds.Select(hold => new AccountEntry(id, hold, IsHeld: true))
                .Concat(account.Waiting.Select(hold => new AccountEntry(id, hold, IsHeld: false)));
            foreach (var wrong in RowRules.CheckAccount(id, account, time).Concat(entries.SelectMany(Enter)))
            {
                yield return new Finding(wrong);
            }
        }
    }

    /// <summary>Counts the payments, and gives those that can be read.</summary>
    public IEnumerable<(AttemptId Id, Payment Row)> Count(IEnumerable<(AttemptId, Payment?)> payments)
    {
        foreach (var (id, payment) in payments)
        {
            if (payment is null)
            {
                _accounts.CountUnread();
                unread.AddAttempt(id);
                continue;
            }

            totals.Payments++;
            if (payment.Status is PaymentStatus.Captured or PaymentStatus.Refunded)
            {
                var cameBack = payment.Status is PaymentStatus.Refunded;
                _accounts.CountMovement(payment.User.Value, payment.Generation, payment.Amount, cameBack);
            }

            yield return (id, payment);
        }
    }

    /// <summary>Where the counters and the payments differ.</summary>
    public IEnumerable<Finding> Check() => _accounts.CheckCounters().Select(wrong => new Finding(wrong));

    private IEnumerable<string> Enter(AccountEntry entry)
    {
        if (!_entries.TryAdd(entry.Hold.Attempt, entry))
        {
            yield return $"attempt {entry.Hold.Attempt} of user {entry.User} stands in accounts twice";
        }
    }
}
