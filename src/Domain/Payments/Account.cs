using System.Collections.Immutable;
using Cartwright.Kernel;

namespace Cartwright.Domain.Payments;

/// <summary>An attempt's amount in an account: set aside, or waiting to be.</summary>
public readonly record struct Hold(AttemptId Attempt, OrderId Order, long Amount, int ReplyTo, long Since);

/// <summary>
/// One user's money. The credit that can be spent, the holds in flight, the attempts that wait for a hold to end, and
/// the lifetime counters, by which <c>credit + held = funded + refunded - paid - captured</c>.
/// </summary>
public sealed record Account
{
    private const int HoldWidth = 5;

    /// <summary>The credit that can be spent now.</summary>
    public long Credit { get; init; }

    /// <summary>The sum of the holds in flight.</summary>
    public long Held { get; init; }

    public long Funded { get; init; }

    public long Paid { get; init; }

    public long Captured { get; init; }

    public long Refunded { get; init; }

    /// <summary>Grows with each reset; a refund of an older generation changes no balance.</summary>
    public long Generation { get; init; }

    /// <summary>The holds in flight, oldest first.</summary>
    public ImmutableArray<Hold> Holds { get; init; } = [];

    /// <summary>
    /// The attempts that wait for a hold to end, in order of arrival. A waiting attempt holds nothing.
    /// </summary>
    public ImmutableArray<Hold> Waiting { get; init; } = [];

    /// <summary>How often the sweep has asked since a hold last began or ended.</summary>
    public long Looks { get; init; }

    /// <summary>When the sweep should ask after the holds; null while there are none.</summary>
    public long? Due { get; init; }

    public static Table<Account> Table { get; } = new(
        4,
        "accounts",
        new Column("user_id", ColumnKind.Number),
        [
            new("credit", ColumnKind.Number), new("held", ColumnKind.Number), new("funded", ColumnKind.Number),
            new("paid", ColumnKind.Number), new("captured", ColumnKind.Number), new("refunded", ColumnKind.Number),
            new("generation", ColumnKind.Number), new("holds", ColumnKind.Json), new("waiting", ColumnKind.Json),
            new("looks", ColumnKind.Number), new("due", ColumnKind.Number, Nullable: true),
        ],
        (_, row) => new Account
        {
            Credit = row.Number(),
            Held = row.Number(),
            Funded = row.Number(),
            Paid = row.Number(),
            Captured = row.Number(),
            Refunded = row.Number(),
            Generation = row.Number(),
            Holds = ParseHolds(row.Text()),
            Waiting = ParseHolds(row.Text()),
            Looks = row.Number(),
            Due = row.NumberOrNull(),
        },
        (account, row) =>
        {
            row.Number(account.Credit);
            row.Number(account.Held);
            row.Number(account.Funded);
            row.Number(account.Paid);
            row.Number(account.Captured);
            row.Number(account.Refunded);
            row.Number(account.Generation);
            row.Text(FormatHolds(account.Holds));
            row.Text(FormatHolds(account.Waiting));
            row.Number(account.Looks);
            row.NumberOrNull(account.Due);
        })
    {
        // An attempt of an unknown user is declined for good: no credit may be held for it once the user is there.
        GuardsAbsence = true,
    };

    public static Key Key(UserId user) => Table.Key(user.Value);

    /// <summary>The hold of an attempt, or null.</summary>
    public Hold? HoldOf(AttemptId attempt) => Find(Holds, attempt);

    /// <summary>The place of an attempt in the waiting room, or null.</summary>
    public Hold? WaitOf(AttemptId attempt) => Find(Waiting, attempt);

    /// <summary>Whether the credit would suffice once no hold is in flight: only if not, a decline is true.</summary>
    public bool CouldAfford(long amount) => amount <= checked(Credit + Held);

    /// <summary>
    /// Whether the lifetime counter of captures has room for the amount once no hold is in flight. Money that is
    /// refunded and spent again counts each time.
    /// </summary>
    public bool CouldCount(long amount) => amount <= Limits.CounterMax - Captured;

    /// <summary>Whether the amount can be held now: every hold has to have room to be captured.</summary>
    public bool CanHoldNow(long amount) =>
        amount <= Credit && amount <= Limits.CounterMax - Captured - Held && Holds.Length < Limits.HoldsMax;

    /// <summary>Whether the amount can be taken now without overtaking a waiting attempt.</summary>
    public bool CanSpendNow(long amount) => Waiting.IsEmpty && amount <= Credit;

    /// <summary>The account with the hold set aside.</summary>
    public Account Begin(Hold hold, long now) => checked(this with
    {
        Credit = Credit - hold.Amount,
        Held = Held + hold.Amount,
        Holds = Holds.Add(hold with { Since = now }),
        Looks = 0,
        Due = Math.Min(Due ?? long.MaxValue, Backoff.Next(now, 0)),
    });

    /// <summary>
    /// The account without the hold. Its amount is neither held nor credit until the caller adds it to one of them.
    /// </summary>
    public Account End(Hold hold)
    {
        var holds = Holds.Remove(hold);
        return checked(this with
        {
            Held = Held - hold.Amount,
            Holds = holds,
            Looks = 0,
            Due = holds.IsEmpty ? null : Due,
        });
    }

    private static Hold? Find(ImmutableArray<Hold> holds, AttemptId attempt)
    {
        foreach (var hold in holds)
        {
            if (hold.Attempt == attempt)
            {
                return hold;
            }
        }

        return null;
    }

    private static ImmutableArray<Hold> ParseHolds(string? text)
    {
        var numbers = NumberRows.Parse(text, HoldWidth);
        var holds = ImmutableArray.CreateBuilder<Hold>(numbers.Length / HoldWidth);
        for (var i = 0; i < numbers.Length; i += HoldWidth)
        {
            holds.Add(new Hold(
                new AttemptId(numbers[i]),
                new OrderId(numbers[i + 1]),
                numbers[i + 2],
                checked((int)numbers[i + 3]),
                numbers[i + 4]));
        }

        return holds.MoveToImmutable();
    }

    private static string FormatHolds(ImmutableArray<Hold> holds)
    {
        var numbers = new List<long>(holds.Length * HoldWidth);
        foreach (var hold in holds)
        {
            numbers.AddRange(hold.Attempt.Value, hold.Order.Value, hold.Amount, hold.ReplyTo, hold.Since);
        }

        return NumberRows.Format([.. numbers], HoldWidth);
    }
}
