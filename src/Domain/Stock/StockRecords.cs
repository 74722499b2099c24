using Cartwright.Domain.Sagas;
using Cartwright.Kernel;

namespace Cartwright.Domain.Stock;

/// <summary>The steps of an attempt at the stock service, as its reservation records them.</summary>
internal static class StockRecords
{
    public static StepRecord OfTake(IRows rows, Attempt attempt)
    {
        var reservation = Find(rows, attempt);
        return reservation?.Status switch
        {
            null => StepRecord.None,
            ReservationStatus.Taken or ReservationStatus.Returned => StepRecord.Done,
            ReservationStatus.Refused => StepRecord.Rejected(reservation.Reason, reservation.ReasonItem),
            ReservationStatus.Cancelled => StepRecord.Rejected(Reason.Timeout),
            _ => throw new InvalidOperationException($"{reservation.Status} is no record of a take."),
        };
    }

    public static StepRecord OfReturn(IRows rows, Attempt attempt) =>
        Find(rows, attempt)?.Status is ReservationStatus.Returned ? StepRecord.Done : StepRecord.None;

    private static Reservation? Find(IRows rows, Attempt attempt) =>
        rows.Find<Reservation>(Reservation.KeyOf(attempt.Id));
}
