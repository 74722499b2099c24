using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Simulation.Kernel;

namespace Cartwright.Simulation.Checks;

/// <summary>The answers of the shop, checked when they are sent, and kept for the end.</summary>
internal sealed class Promises(Facts facts, Violations violations, Scheduler scheduler)
{
    private readonly Dictionary<string, (string Request, Reply Reply)> _byKey = [];

    public long ToldPaid { get; private set; }

    public long ToldFailed { get; private set; }

    public long ToldProcessing { get; private set; }

    public SortedDictionary<Reason, long> Rejections { get; } = [];

    /// <summary>A node has sent a reply.</summary>
    public void Replied(string? key, string request, Reply reply)
    {
        Note(() => $"told {request}{(key is null ? "" : $" key {key}")}: {reply}");
        if (reply is Rejected { Reason: var reason })
        {
            Rejections[reason] = Rejections.GetValueOrDefault(reason) + 1;
        }

        if (key is not null)
        {
            CheckKey(key, request, reply);
        }

        switch (reply)
        {
            case AttemptAccepted accepted:
                Durable(facts.Find(accepted.Attempt)?.IsBegun == true, reply);
                break;
            case CancelAccepted accepted:
                Durable(facts.Find(accepted.Attempt)?.IsPaid == true, reply);
                break;
            case OrderCreated created:
                Durable(facts.OrderOf(created.Order) is not null, reply);
                break;
            case ItemCreated created:
                Durable(facts.Items.Peek<Item>(Item.KeyOf(created.Item)) is not null, reply);
                break;
            case UserCreated created:
                Durable(facts.AccountOf(created.User) is not null, reply);
                break;
        }
    }

    /// <summary>A checkout has reached a node, which has given it this number.</summary>
    public void Asked(AttemptId attempt) => facts.Asked(attempt, scheduler.NowMs);

    /// <summary>A client has received the status of an attempt.</summary>
    public void Told(OrderId order, AttemptId attempt, Outcome outcome)
    {
        Note(() => $"told order {order} attempt {attempt}: {outcome.Status} {outcome.Reason} {outcome.Item}");
        var known = facts.Of(attempt, order);
        switch (outcome.Status)
        {
            case OrderStatus.Failed:
                // The record of an attempt before a reset is gone; all other unknown attempts have failed.
                if (outcome.Reason is not Reason.AttemptSuperseded || known.Life == facts.LifeOf(order))
                {
                    ToldFailed++;
                    known.IsToldFailed = true;
                    CheckFailed(known, order);
                }

                break;
            case OrderStatus.Paid:
                ToldPaid++;
                known.IsToldPaid = true;
                CheckPaid(known);
                break;
            case OrderStatus.Processing:
                ToldProcessing++;
                break;
            case OrderStatus.Cancelling or OrderStatus.Cancelled:
                CheckPaid(known);
                break;
            default:
                violations.Add("truthful answers", $"An attempt of order {order} was told to be {outcome.Status}.");
                break;
        }
    }

    /// <summary>Checks the answers about an attempt at the end.</summary>
    public void CheckAtEnd(AttemptFacts known)
    {
        if (known.IsToldFailed)
        {
            CheckFailed(known, known.Order);
        }

        if (known.IsToldPaid)
        {
            CheckPaid(known);
        }
    }

    private void CheckKey(string key, string request, Reply reply)
    {
        if (reply is KeyReused)
        {
            violations.Add("same key, same answer", $"{request} with key {key} was refused as another request.");
        }
        else if (!_byKey.TryAdd(key, (request, reply)))
        {
            var first = _byKey[key];
            violations.Unless(
                first == (request, reply), "same key, same answer", () => $"Key {key}: {first} first, then {reply}.");
        }
    }

    private void CheckFailed(AttemptFacts known, OrderId order)
    {
        var left = facts.OrderOf(order) is { } row ? facts.LeftBy(known.Id, row.User) : "its order is gone";
        violations.Unless(
            left is null && !known.IsToldPaid && known.IsPaid == false,
            "truthful answers",
            () => $"Attempt {known.Id} of order {order} was told to have failed, but {left ?? "it has not"}.");
    }

    private void CheckPaid(AttemptFacts known) => violations.Unless(
        known.IsPaid == true && known.IsTaken && !known.IsToldFailed,
        "truthful answers",
        () => $"Attempt {known.Id} of order {known.Order} was told to be paid, but is not.");

    private void Durable(bool isDurable, Reply reply) => violations.Unless(
        isDurable, "acknowledged is durable", () => $"A client was told {reply}, but it is not committed.");

    private void Note(Func<string> line)
    {
        scheduler.Trace.Add(ToldPaid ^ (ToldFailed << 16) ^ (ToldProcessing << 32));
        if (scheduler.Trace.IsReadable)
        {
            scheduler.Trace.Line(scheduler.Now, line());
        }
    }
}
