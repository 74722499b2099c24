using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Simulation.Checks;

/// <summary>A counter of a row that clients change.</summary>
internal enum Counter
{
    Funded,
    Paid,
    Added,
    Subtracted,
    Total,
}

/// <summary>The amount that one client's request must add to a counter, once, however often it was sent.</summary>
internal sealed record Contribution(Key Row, Counter Counter, long Amount)
{
    /// <summary>Whether the client still waits for an answer.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Whether an answer has confirmed it.</summary>
    public bool IsSure { get; set; }

    /// <summary>Whether it may have happened.</summary>
    public bool IsPossible { get; set; } = true;

    /// <summary>Whether it was in flight while the row was reset: then it may have happened before the reset.</summary>
    public bool IsStraddling { get; set; }

    /// <summary>Whether the row's counter must show it.</summary>
    public bool MustShow => IsSure && !IsStraddling;
}

/// <summary>
/// Compares the effects that clients know of with the rows' lifetime counters. An acknowledged request counts once, an
/// unanswered one once or not at all, and a rejected one not at all.
/// </summary>
internal sealed class Tallies
{
    private readonly List<Contribution> _contributions = [];
    private readonly Dictionary<(Key Row, Counter Counter), long> _bases = [];

    public Contribution Begin(Key row, Counter counter, long amount)
    {
        var begun = new Contribution(row, counter, Math.Max(amount, 0));
        _contributions.Add(begun);
        return begun;
    }

    /// <summary>
    /// The row was reset: earlier requests no longer count, and requests in flight may or may not count.
    /// </summary>
    public void Reset(Key row, object state)
    {
        foreach (var counter in CountersOf(state))
        {
            _bases[(row, counter)] = Read(state, counter);
        }

        _contributions.RemoveAll(c => c.Row == row && !c.IsOpen && (c.IsSure || !c.IsPossible));
        foreach (var open in _contributions.Where(c => c.Row == row && c.IsOpen))
        {
            open.IsStraddling = true;
        }
    }

    /// <summary>Compares a row with its clients' requests.</summary>
    public void Check(Key row, object state, Violations violations)
    {
        foreach (var counter in CountersOf(state))
        {
            var stands = Read(state, counter);
            var least = _bases.GetValueOrDefault((row, counter));
            var most = least;
            foreach (var one in _contributions.Where(c => c.Row == row && c.Counter == counter && c.IsPossible))
            {
                least += one.MustShow ? one.Amount : 0;
                most += one.Amount;
            }

            violations.Unless(
                stands >= least && stands <= most,
                "acknowledged is durable",
                () => $"{row} says {counter} {stands}; its clients know of {least} to {most}.");
        }
    }

    private static Counter[] CountersOf(object state) => state switch
    {
        Account => [Counter.Funded, Counter.Paid],
        Item => [Counter.Added, Counter.Subtracted],
        _ => [Counter.Total],
    };

    private static long Read(object state, Counter counter) => (state, counter) switch
    {
        (Account account, Counter.Funded) => account.Funded,
        (Account account, _) => account.Paid,
        (Item item, Counter.Added) => item.Added,
        (Item item, _) => item.Subtracted,
        _ => ((Order)state).Total,
    };
}
