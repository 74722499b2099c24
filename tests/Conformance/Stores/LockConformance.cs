using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;

namespace Cartwright.Conformance.Stores;

/// <summary>The isolation between the batches of several lanes; for stores that can have more than one.</summary>
public abstract class LockConformance<THarness> : IAsyncLifetime
    where THarness : StoreHarness, new()
{
    private static readonly UserId User = new(1);
    private static readonly Attempt Attempt = new(new AttemptId(7), new OrderId(1), User, Amount: 5, ReplyTo: 0);
    private readonly THarness _harness = new();
    private IStoreLane _first = null!;
    private IStoreLane _second = null!;

    public async ValueTask InitializeAsync()
    {
        _first = await _harness.OpenLaneAsync();
        _second = await _harness.OpenLaneAsync();
        await _first.PutAsync(Account.KeyOf(User), new Account { Credit = 1, Funded = 1 });
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_lane_waits_for_a_locked_row_and_then_sees_it_as_it_was_committed()
    {
        var loaded = await _first.LoadAsync(Account.KeyOf(User));
        var waiting = _second.LoadAsync(Account.KeyOf(User));
        await _first.WriteAsync(new RowWrite(
            Account.KeyOf(User), new Account { Credit = 2, Funded = 2 }, loaded.VersionOf(Account.KeyOf(User))));

        var seen = await waiting;

        Assert.Equal(2, ((Account)seen.StateOf(Account.KeyOf(User))!).Credit);
        Assert.Equal(2, seen.VersionOf(Account.KeyOf(User)));
        await _second.RollbackAsync();
    }

    [Fact]
    public async Task A_row_that_was_let_go_can_be_locked_by_another()
    {
        await _first.LoadAsync(Account.KeyOf(User));
        var waiting = _second.LoadAsync(Account.KeyOf(User));
        await _first.RollbackAsync();

        Assert.Equal(1, (await waiting).VersionOf(Account.KeyOf(User)));
        await _second.RollbackAsync();
    }

    // A void that has overtaken its hold leaves a payment and does not change the account. The hold that waits for the
    // account must find the payment, or it holds credit for an attempt that has ended.
    [Fact]
    public async Task A_row_of_a_later_table_that_appears_during_the_wait_is_found()
    {
        await _first.LoadAsync(Account.KeyOf(User), Payment.KeyOf(Attempt.Id));
        var waiting = _second.LoadAsync(Account.KeyOf(User), Payment.KeyOf(Attempt.Id));
        await _first.WriteAsync(new RowWrite(
            Payment.KeyOf(Attempt.Id), Payment.FromAttempt(Attempt, PaymentStatus.Voided), Version: 0));

        var seen = await waiting;

        Assert.Equal(1, seen.VersionOf(Payment.KeyOf(Attempt.Id)));
        await _second.RollbackAsync();
    }

    [Fact]
    public async Task Of_two_lanes_that_make_the_same_row_one_has_a_conflict()
    {
        var made = Payment.FromAttempt(Attempt, PaymentStatus.Voided);
        await _first.LoadAsync(Payment.KeyOf(Attempt.Id));
        await _second.LoadAsync(Payment.KeyOf(Attempt.Id));
        await _first.WriteAsync(new RowWrite(Payment.KeyOf(Attempt.Id), made, Version: 0));

        var fault = await Assert.ThrowsAsync<TransientFault>(
            () => _second.WriteAsync(new RowWrite(Payment.KeyOf(Attempt.Id), made, Version: 0)));

        Assert.True(fault.IsConflict);
        await _second.RollbackAsync();
        Assert.Equal(1, (await _second.LoadAsync(Payment.KeyOf(Attempt.Id))).VersionOf(Payment.KeyOf(Attempt.Id)));
        await _second.RollbackAsync();
    }

    // An attempt for a missing user is declined for good. If the user is created meanwhile, and the attempt is repeated
    // on another lane, it may hold the new credit: so the decline must be a conflict.
    [Fact]
    public async Task A_batch_that_rests_on_a_missing_row_has_a_conflict_once_it_is_there()
    {
        var unknown = Account.KeyOf(new UserId(2));
        await _first.LoadAsync(unknown, Payment.KeyOf(Attempt.Id));
        await _second.PutAsync(unknown, new Account { Credit = 1, Funded = 1 });

        var fault = await Assert.ThrowsAsync<TransientFault>(() => DeclineAsync(_first, missing: unknown));

        Assert.True(fault.IsConflict);
        await _first.RollbackAsync();
        Assert.Null((await _first.LoadAsync(Payment.KeyOf(Attempt.Id))).StateOf(Payment.KeyOf(Attempt.Id)));
        await _first.RollbackAsync();
    }

    [Fact]
    public async Task A_batch_that_rests_on_a_missing_row_is_committed_while_it_is_missing()
    {
        var unknown = Account.KeyOf(new UserId(2));
        await _first.LoadAsync(unknown, Payment.KeyOf(Attempt.Id));
        await _second.PutAsync(Account.KeyOf(new UserId(3)), new Account());
        Assert.Equal(CommitOutcome.Committed, await DeclineAsync(_first, missing: unknown));
        await _second.PutAsync(unknown, new Account());
    }

    // A retried message loads its own rows after those of the parked one, so the order of keys is not always kept.
    [Fact]
    public async Task Lanes_that_wait_for_each_other_do_not_wait_for_ever()
    {
        var other = Account.KeyOf(new UserId(2));
        await _first.PutAsync(other, new Account());
        await _first.LoadAsync(Account.KeyOf(User));
        await _second.LoadAsync(other);
        var firstWaits = _first.LoadAsync(other);
        var secondWaits = _second.LoadAsync(Account.KeyOf(User));

        var faults = 0;
        foreach (var (lane, waits) in new[] { (_second, secondWaits), (_first, firstWaits) })
        {
            try
            {
                await waits;
            }
            catch (TransientFault fault) when (fault.IsConflict)
            {
                faults++;
            }

            await lane.RollbackAsync();
        }

        Assert.Equal(1, faults);
    }

    private static async Task<CommitOutcome> DeclineAsync(IStoreLane lane, Key missing)
    {
        var writes = new WriteSet();
        var declined = Payment.FromAttempt(Attempt, PaymentStatus.Declined) with { Reason = Reason.UnknownUser };
        writes.Rows.Add(new RowWrite(Payment.KeyOf(Attempt.Id), declined, Version: 0));
        writes.Missing.Add(missing);
        return await lane.CommitAsync(writes);
    }
}
