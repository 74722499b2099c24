using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cartwright.Domain.Audit;

/// <summary>
/// Compares the counters in the rows of items, or of accounts, with the records of the attempts: a row's counts of
/// units taken out and given back are the sums of the records of its generation, no more and no less.
/// </summary>
/// <param name="subject">The rows that have these counters, as in "item".</param>
/// <param name="goneOut">The verb for the units that went out, as in "taken".</param>
/// <param name="comeBack">The verb for the units that came back, as in "returned".</param>
internal sealed class CounterBook(string subject, string goneOut, string comeBack)
{
    private const long UnknownGeneration = long.MinValue;

    private readonly Dictionary<long, Counters> _open = [];
    private readonly SortedSet<long> _missing = [];
    private bool _lacksRecords;

    /// <summary>The counters of a row.</summary>
    public void OpenCounter(long id, long generation, long wentOut, long cameBack) =>
        _open[id] = new Counters { Generation = generation, Out = wentOut, Back = cameBack };

    /// <summary>There is such a row, and its counters are unknown.</summary>
    public void OpenUnread(long id) =>
        _open[id] = new Counters { Generation = UnknownGeneration, Out = 0, Back = 0 };

    /// <summary>A record could not be read: a difference that no other record explains may be its content.</summary>
    public void CountUnread() => _lacksRecords = true;

    /// <summary>Whether there is such a row.</summary>
    public bool HasCounter(long id) => _open.ContainsKey(id);

    /// <summary>One record; a record of an older generation has left no trace in the row.</summary>
    public void CountMovement(long id, long generation, long amount, bool cameBack)
    {
        ref var counters = ref CollectionsMarshal.GetValueRefOrNullRef(_open, id);
        if (Unsafe.IsNullRef(ref counters))
        {
            _missing.Add(id);
            return;
        }

        if (counters.Generation != generation)
        {
            return;
        }

        counters.Out -= amount;
        counters.Back -= cameBack ? amount : 0;
    }

    /// <summary>Where the two differ.</summary>
    public IEnumerable<string> CheckCounters()
    {
        foreach (var id in _missing)
        {
            yield return $"{subject} {id} does not exist, although attempts have records of amounts {goneOut}";
        }

        foreach (var (id, left) in _open)
        {
            if (IsWrong(left.Out))
            {
                yield return DescribeDifference(id, goneOut, left.Out);
            }

            if (IsWrong(left.Back))
            {
                yield return DescribeDifference(id, comeBack, left.Back);
            }
        }
    }

    private bool IsWrong(Int128 left) => left < 0 || (left > 0 && !_lacksRecords);

    private string DescribeDifference(long id, string what, Int128 difference) => difference > 0
        ? $"{subject} {id} counts {difference} more as {what} than the records of its attempts"
        : $"{subject} {id} counts {-difference} less as {what} than the records of its attempts";

    private struct Counters
    {
        public required long Generation;
        public required Int128 Out;
        public required Int128 Back;
    }
}
