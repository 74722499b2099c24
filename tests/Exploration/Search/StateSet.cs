using System.Runtime.InteropServices;

namespace Cartwright.Exploration.Search;

/// <summary>
/// States by value, in the order in which they were added. They are kept and compared whole, not by a hash, so no
/// two states can be mistaken for each other.
/// </summary>
/// <param name="width">How many cells a state has.</param>
internal sealed class StateSet(int width)
{
    private const int PageBits = 12;
    private const int PageMask = (1 << PageBits) - 1;

    private readonly List<ushort[]> _pages = [];
    private int[] _buckets = new int[1 << 10];

    public int Count { get; private set; }

    public ReadOnlySpan<ushort> this[int index] =>
        _pages[index >> PageBits].AsSpan((index & PageMask) * width, width);

    public bool Contains(ReadOnlySpan<ushort> cells) => _buckets[BucketOf(cells)] != 0;

    /// <summary>Adds a state, unless it is already in the set.</summary>
    public bool Add(ReadOnlySpan<ushort> cells)
    {
        var bucket = BucketOf(cells);
        if (_buckets[bucket] != 0)
        {
            return false;
        }

        if (Count >> PageBits == _pages.Count)
        {
            _pages.Add(new ushort[width << PageBits]);
        }

        cells.CopyTo(_pages[Count >> PageBits].AsSpan((Count & PageMask) * width, width));
        Count++;
        _buckets[bucket] = Count;
        if (Count * 2L > _buckets.Length)
        {
            Grow();
        }

        return true;
    }

    private void Grow()
    {
        _buckets = new int[_buckets.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            _buckets[BucketOf(this[i])] = i + 1;
        }
    }

    // The bucket that holds the state, or the empty one for it.
    private int BucketOf(ReadOnlySpan<ushort> cells)
    {
        var mask = _buckets.Length - 1;
        var bucket = Hash(cells) & mask;
        while (_buckets[bucket] is not 0 and var found && !this[found - 1].SequenceEqual(cells))
        {
            bucket = (bucket + 1) & mask;
        }

        return bucket;
    }

    private static int Hash(ReadOnlySpan<ushort> cells)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var word in MemoryMarshal.Cast<ushort, ulong>(cells))
        {
            hash = (hash ^ word) * 0xBF58476D1CE4E5B9;
            hash ^= hash >> 29;
        }

        foreach (var cell in cells[(cells.Length / 4 * 4)..])
        {
            hash = (hash ^ cell) * 0x94D049BB133111EB;
            hash ^= hash >> 31;
        }

        return (int)(hash >> 20) & int.MaxValue;
    }
}
