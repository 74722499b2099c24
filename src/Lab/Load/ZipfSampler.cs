namespace Cartwright.Lab.Load;

/// <summary>
/// Draws ranks 0..n-1 with a probability proportional to 1/(rank+1)^exponent. It keeps the whole cumulative
/// distribution (8 bytes a rank) and searches it: exact for every exponent, and drawing happens before measuring.
/// </summary>
internal sealed class ZipfSampler
{
    private readonly double[] _cumulative;

    public ZipfSampler(int count, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
        {
            sum += Math.Pow(rank + 1, -exponent);
            _cumulative[rank] = sum;
        }
    }

    public int NextRank(Random random)
    {
        var found = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, _cumulative.Length - 1);
    }
}
