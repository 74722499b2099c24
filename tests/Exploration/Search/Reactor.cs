using Cartwright.Domain.Orders;
using Cartwright.Exploration.Rules;
using Cartwright.Kernel;

namespace Cartwright.Exploration.Search;

/// <summary>
/// Asks the services for the consequences of a message. A decision is a function of the message and the rows that it
/// names, so each combination is decided, and checked, once; there are a few thousand of them in a million states.
/// </summary>
internal sealed class Reactor(IReadOnlyList<IService> services, RowStore rows, MessageStore messages)
{
    private const int BitsEach = 16;
    private const int NumbersMax = 128 / BitsEach;

    private readonly Dictionary<UInt128, Reaction> _known = [];

    public Reaction React(ushort message, ReadOnlySpan<ushort> cells)
    {
        var places = messages.PlacesOf(message);
        if (places.Length >= NumbersMax)
        {
            throw new InvalidOperationException($"{messages[message]} names more than {NumbersMax - 1} rows.");
        }

        UInt128 question = message;
        foreach (var place in places)
        {
            question = (question << BitsEach) | cells[place];
        }

        if (!_known.TryGetValue(question, out var reaction))
        {
            reaction = Decide(message, places, cells);
            _known.Add(question, reaction);
        }

        return reaction;
    }

    private Reaction Decide(ushort number, int[] places, ReadOnlySpan<ushort> cells)
    {
        var message = messages[number];
        var before = new Rows();
        foreach (var place in places)
        {
            before.Set(rows.KeyAt(place), rows.At(place, cells[place]));
        }

        try
        {
            var service = services.Single(service => service.Role == message.To);
            var decision = service.Decide(before, message, Pinned.Now);
            return Translate(before, decision, cells) with
            {
                Violation = DecisionRules.Check(before, message, decision) ?? CheckRows(decision),
            };
        }
        catch (Exception fault) when (fault is ImpossibleMeetingException or ArithmeticException)
        {
            return new Reaction { Violation = new Violation(Invariant.NoImpossibleMeeting, fault.Message) };
        }
    }

    private Reaction Translate(Rows before, Decision decision, ReadOnlySpan<ushort> cells)
    {
        var changes = new List<(int Place, ushort Number)>();
        var verdicts = new List<(int Attempt, Verdict Verdict)>();
        foreach (var (key, row) in decision.Changes)
        {
            var place = rows.PlaceOf(key);
            var version = rows.Number(place, row);
            if (!before.Contains(key) || version != cells[place])
            {
                changes.Add((place, version));
            }

            if (row is Order { Attempt: { } attempt } order)
            {
                verdicts.Add(((int)attempt.Value, Verdicts.Of(order.Status)));
            }
        }

        return new Reaction
        {
            Changes = [.. changes],
            Inserts = [.. decision.Changes.Where(change => !before.Contains(change.Key))
                .Select(change => rows.PlaceOf(change.Key))],
            Verdicts = [.. verdicts],
            Sends = [.. decision.Messages.Select(message => messages.Number(message, services, rows))],
            Reply = decision.Reply,
        };
    }

    private static Violation? CheckRows(Decision decision) =>
        decision.Changes.Select(change => change.State is { } row ? RowRules.Check(row) : null)
            .FirstOrDefault(violation => violation is not null);
}
