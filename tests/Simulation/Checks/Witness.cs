using Cartwright.Domain;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Checks;

/// <summary>
/// Wraps a service and checks, at each decision, that a rejection is true of the rows on which it was made: a batch
/// that commits has decided on rows that no other batch could change.
/// </summary>
internal sealed class Witness(IService service, Violations violations) : IService
{
    public Role Role => service.Role;

    public IReadOnlyList<Table> Tables => service.Tables;

    public void AddKeys(Message message, ICollection<Key> keys) => service.AddKeys(message, keys);

    public Message SweepMessage(Key key) => service.SweepMessage(key);

    public Decision Decide(IRows rows, Message message, long now)
    {
        var decision = service.Decide(rows, message, now);
        violations.Unless(
            decision.Changes.Select(change => change.Key).Distinct().Count() == decision.Changes.Count,
            "one change of a row",
            () => $"{message} changes a row twice.");
        foreach (var change in decision.Changes)
        {
            switch (change.State)
            {
                case Reservation { Status: ReservationStatus.Refused } refused when message is TakeStock take:
                    CheckRefusal(rows, take, refused);
                    break;
                case Payment { Status: PaymentStatus.Declined } declined:
                    CheckDecline(rows, decision, message, declined);
                    break;
            }
        }

        if (message is Pay pay && decision.Reply is Rejected { Reason: Reason.InsufficientCredit })
        {
            var account = rows.Find<Account>(Account.KeyOf(pay.User))!;
            Unless(account.Credit + account.Held < pay.Amount, $"{pay} was declined with {account}.");
        }

        return decision;
    }

    private void CheckRefusal(IRows rows, TakeStock take, Reservation refused)
    {
        var item = refused.ReasonItem is { } id ? rows.Find<Item>(Item.KeyOf(id)) : null;
        var needed = take.Lines.Where(line => line.Item == refused.ReasonItem).Sum(line => line.Quantity);
        var isTrue = refused.Reason switch
        {
            Reason.OutOfStock => item is not null && item.Stock < needed,
            Reason.OverMaximum => item is not null && needed > Limits.CounterMax - item.Taken,
            Reason.UnknownItem => item is null,
            _ => false,
        };
        Unless(isTrue, $"{take.Attempt} was refused as {refused.Reason} {refused.ReasonItem}: {needed} of {item}.");
    }

    private void CheckDecline(IRows rows, Decision decision, Message message, Payment declined)
    {
        var user = declined.User;
        var changed = decision.Changes.FirstOrDefault(change => change.Key == Account.KeyOf(user)).State as Account;
        var account = changed ?? rows.Find<Account>(Account.KeyOf(user));
        var isTrue = declined.Reason switch
        {
            Reason.InsufficientCredit => account is not null && account.Credit + account.Held < declined.Amount,
            Reason.OverMaximum => account is not null && declined.Amount > Limits.CounterMax - account.Captured,
            Reason.UnknownUser => account is null,
            _ => false,
        };
        Unless(isTrue, $"{message}: {declined.Amount} was declined as {declined.Reason} with {account}.");
    }

    private void Unless(bool isTrue, string story) => violations.Unless(isTrue, "no spurious rejection", () => story);
}
