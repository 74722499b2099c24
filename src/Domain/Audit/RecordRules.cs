using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Domain.Audit;

/// <summary>The rules for the record of an attempt by itself.</summary>
internal static class RecordRules
{
    public static IEnumerable<string> CheckReservation(AttemptId id, Reservation reservation)
    {
        var isTaken = reservation.Status is ReservationStatus.Taken or ReservationStatus.Returned;
        if (isTaken == reservation.Lines.IsEmpty)
        {
            yield return $"the reservation of attempt {id} is {Text(reservation.Status)}, "
                + $"but has {(isTaken ? "no" : "taken")} lines";
        }

        if (reservation.Lines.Any(line => line.Quantity <= 0 || line.Generation < 0))
        {
            yield return $"the reservation of attempt {id} has a line that takes nothing";
        }

        if (reservation.Status is ReservationStatus.Refused != reservation.Reason is not null
            || (reservation.ReasonItem is not null && reservation.Reason is null))
        {
            yield return $"the reservation of attempt {id} is {Text(reservation.Status)}, "
                + $"and its reason is {reservation.Reason?.ToCode() ?? "none"}";
        }
    }

    public static IEnumerable<string> CheckPayment(AttemptId id, Payment payment)
    {
        if (payment.Amount < 0 || payment.Generation < 0)
        {
            yield return $"the payment of attempt {id} has an amount or a generation below zero";
        }

        if (payment.Status is PaymentStatus.Declined != payment.Reason is not null)
        {
            yield return $"the payment of attempt {id} is {Text(payment.Status)}, "
                + $"and its reason is {payment.Reason?.ToCode() ?? "none"}";
        }
    }

    private static string Text<T>(T value)
        where T : struct, Enum => EnumText.TextOf(value);
}
