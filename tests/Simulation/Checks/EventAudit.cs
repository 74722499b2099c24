using System.Text.Json;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Ports;

namespace Cartwright.Simulation.Checks;

/// <summary>Compares all public events with the orders at the end: nothing is untrue, and nothing is missing.</summary>
internal sealed class EventAudit(Facts facts, Violations violations)
{
    private const string Rule = "events tell the truth";

    /// <summary>Checks all public events that have ever reached the log.</summary>
    /// <param name="records">The events, in the order of their arrival.</param>
    /// <param name="isComplete">Whether the log has lost no confirmed event.</param>
    public void Check(IReadOnlyList<PublicRecord> records, bool isComplete)
    {
        var told = records.Select(Read).ToList();
        foreach (var happened in told)
        {
            CheckTruth(happened);
        }

        foreach (var sameId in told.GroupBy(happened => happened.Id))
        {
            violations.Unless(sameId.Distinct().Count() == 1, Rule, () => $"Event {sameId.Key} has two contents.");
        }

        foreach (var ofOrder in told.Distinct().GroupBy(happened => happened.Order))
        {
            CheckOrder([.. ofOrder.OrderBy(happened => happened.Sequence, StringComparer.Ordinal)], isComplete);
        }

        if (isComplete)
        {
            CheckNothingIsMissing(told.Select(happened => happened.Id).ToHashSet());
        }
    }

    private void CheckTruth(Told happened)
    {
        var known = facts.Find(happened.Attempt);
        violations.Unless(
            known is { IsBegun: true } && known.Order == happened.Order && happened.Name switch
            {
                "accepted" => true,
                "failed" => IsPaid(known) == false,
                _ => IsPaid(known) == true,
            },
            Rule,
            () => $"{happened} was told, and the attempt is {(known?.IsPaid)?.ToString() ?? "undecided"}.");
    }

    // In one batch an attempt can end and its order be reset after it: then the order's row never shows the end, but
    // the records of the other services do.
    private bool? IsPaid(AttemptFacts known) => known.IsPaid
        ?? (known.IsTaken ? true
            : facts.PaymentOf(known.Id)?.Status is PaymentStatus.Voided or PaymentStatus.Declined ? false
            : null);

    // Sorted by their sequence, the events of an order are a path through its statuses.
    private void CheckOrder(List<Told> events, bool isComplete)
    {
        foreach (var (before, after) in events.Zip(events.Skip(1)))
        {
            violations.Unless(
                string.CompareOrdinal(before.Sequence, after.Sequence) < 0
                && (before.Attempt == after.Attempt
                    ? before.Step < after.Step
                    : after.Name is "accepted" || !isComplete),
                Rule,
                () => $"{after} follows {before}.");
        }
    }

    private void CheckNothingIsMissing(HashSet<string> ids)
    {
        foreach (var (key, order) in facts.Orders.Rows(Order.Table).Where(row => row.State.Attempt is not null))
        {
            foreach (var step in OrderStep.StepsOf(order))
            {
                violations.Unless(ids.Contains(step.Id), Rule, () => $"Nobody was told of {key} that {step}.");
            }
        }
    }

    private static Told Read(PublicRecord record)
    {
        var json = JsonDocument.Parse(record.Value).RootElement;
        string Text(string name) => json.GetProperty(name).GetString()!;
        var parts = Text("id").Split('.');
        return new Told(
            new OrderId(long.Parse(record.Key)),
            new AttemptId(long.Parse(parts[0])),
            int.Parse(parts[1]),
            Text("type").Split('.')[^1],
            Text("sequence"));
    }

    private readonly record struct Told(OrderId Order, AttemptId Attempt, int Step, string Name, string Sequence)
    {
        public string Id => $"{Attempt}.{Step}";
    }
}
