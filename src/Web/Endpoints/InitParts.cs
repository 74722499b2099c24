using Cartwright.Domain;
using Cartwright.Web.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>A batch_init is cut into parts, each a transaction of bounded size.</summary>
internal static class InitParts
{
    /// <summary>How many entities to make.</summary>
    /// <exception cref="ProblemException">Not a number, or out of range.</exception>
    public static long ParseCount(string text, string name)
    {
        var count = Numbers.ParseNumber(text, name, atLeast: 1);
        return count <= Limits.InitMax
            ? count
            : throw new ProblemException(Reason.OutOfRange.ToCode(), $"{name} must be at most {Limits.InitMax}.");
    }

    /// <summary>A starting value within its maximum.</summary>
    /// <exception cref="ProblemException">Not a number, or over the maximum.</exception>
    public static long ParseBounded(string text, string name, long maximum)
    {
        var value = Numbers.ParseNumber(text, name);
        return value <= maximum
            ? value
            : throw new ProblemException(Reason.OverMaximum.ToCode(), $"{name} must be at most {maximum}.");
    }

    public static IEnumerable<(long First, int Count)> PartsOf(long count)
    {
        for (long first = 0; first < count; first += Limits.InitRowsMax)
        {
            yield return (first, (int)Math.Min(Limits.InitRowsMax, count - first));
        }
    }
}
