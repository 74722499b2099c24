using Cartwright.Kernel;

namespace Cartwright.Domain;

/// <summary>The parts that all three services share when they recreate numbered rows.</summary>
public static class Init
{
    /// <summary>Adds the keys of the rows first to first + count - 1.</summary>
    /// <exception cref="ImpossibleMeetingException">The range is not one that a batch_init sends.</exception>
    public static void AddKeys<T>(Table<T> table, long first, int count, ICollection<Key> keys)
        where T : class
    {
        if (first < 0 || count is < 1 or > Limits.InitRowsMax || first > Limits.InitMax - count)
        {
            throw new ImpossibleMeetingException($"A batch_init of {count} rows from {first} is out of range.");
        }

        for (var id = first; id < first + count; id++)
        {
            keys.Add(table.KeyOf(id));
        }
    }

    /// <summary>
    /// A number from a seed and a place, evenly spread: SplitMix64 (Steele, Lea, Flood: Fast splittable
    /// pseudorandom number generators, 2014). The choices of a batch_init are functions of its message.
    /// </summary>
    public static long PickNumber(long seed, long place, long count)
    {
        unchecked
        {
            var mixed = (ulong)seed + ((ulong)(place + 1) * 0x9E3779B97F4A7C15);
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (long)((mixed ^ (mixed >> 31)) % (ulong)count);
        }
    }
}
