using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;

namespace Cartwright.Domain.Audit;

/// <summary>Puts the records of two services side by side.</summary>
internal static class ByAttempt
{
    /// <summary>Every attempt that has a record in either; both come in the order of their attempts.</summary>
    public static IEnumerable<(AttemptId Id, Reservation? Reservation, Payment? Payment)> MergeRecords(
        IEnumerable<(AttemptId Id, Reservation Row)> reservations, IEnumerable<(AttemptId Id, Payment Row)> payments)
    {
        using var left = reservations.GetEnumerator();
        using var right = payments.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : left.Current.Id.Value.CompareTo(right.Current.Id.Value);
            yield return (
                order <= 0 ? left.Current.Id : right.Current.Id,
                order <= 0 ? left.Current.Row : null,
                order >= 0 ? right.Current.Row : null);
            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }
}
