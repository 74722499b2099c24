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
            Credit = row.ReadNumber(),
            Held = row.ReadNumber(),
            Funded = row.ReadNumber(),
            Paid = row.ReadNumber(),
            Captured = row.ReadNumber(),
            Refunded = row.ReadNumber(),
            Generation = row.ReadNumber(),
            Holds = ParseHolds(row.ReadText()),
            Waiting = ParseHolds(row.ReadText()),
            Looks = row.ReadNumber(),
            Due = row.ReadNumberOrNull(),
        },
        (account, row) =>
        {
            row.WriteNumber(account.Credit);
            row.WriteNumber(account.Held);
            row.WriteNumber(account.Funded);
            row.WriteNumber(account.Paid);
            row.WriteNumber(account.Captured);
            row.WriteNumber(account.Refunded);
            row.WriteNumber(account.Generation);
            row.WriteText(FormatHolds(account.Holds));
            row.WriteText(FormatHolds(account.Waiting));
            row.WriteNumber(account.Looks);
            row.WriteNumberOrNull(account.Due);
        })
    {
        // An attempt of an unknown user is declined for good: no credit may be held for it once the user is there.
        GuardsAbsence = true,
    };

    public static Key KeyOf(UserId user) => Table.KeyOf(user.Value);

    /// <summary>The hold of an attempt, or null.</summary>
    public Hold? HoldOf(AttemptId attempt) => FindHold(Holds, attempt);

    /// <summary>The place of an attempt in the waiting room, or null.</summary>
    public Hold? WaitOf(AttemptId attempt) => FindHold(Waiting, attempt);

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
    public Account BeginHold(Hold hold, long now) => checked(this with
    {
        Credit = Credit - hold.Amount,
        Held = Held + hold.Amount,
        Holds = Holds.Add(hold with { Since = now }),
        Looks = 0,
        Due = Math.Min(Due ?? long.MaxValue, Backoff.NextLook(now, 0)),
    });

    /// <summary>
    /// The account without the hold. Its amount is neither held nor credit until the caller adds it to one of them.
    /// </summary>
    public Account EndHold(Hold hold)
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

    private static Hold? FindHold(ImmutableArray<Hold> holds, AttemptId attempt)
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
